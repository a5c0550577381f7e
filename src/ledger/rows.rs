//! The rows of the log. They do not leave `store.rs`.

pub(super) mod heads {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_head")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        pub(in crate::ledger) origin: String,
        pub(in crate::ledger) size: i64,
        pub(in crate::ledger) at: i64,
        pub(in crate::ledger) prev: Vec<u8>,
        pub(in crate::ledger) frontier: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod entries {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_entry")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) idx: i64,
        pub(in crate::ledger) entry: Vec<u8>,
        pub(in crate::ledger) leaf: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod nodes {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_node")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) lvl: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) i: i64,
        pub(in crate::ledger) h: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod disclosures {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_disclosure")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) idx: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) name: String,
        pub(in crate::ledger) d: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod checkpoints {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_checkpoint")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) size: i64,
        pub(in crate::ledger) root: Vec<u8>,
        pub(in crate::ledger) note: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod attestations {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tl_attestation")]
    pub(in crate::ledger) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) log_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) size: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(in crate::ledger) digest: String,
        pub(in crate::ledger) body: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(in crate::ledger) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
