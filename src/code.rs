//! Closed lists: enums whose members have a stable code, stored and shown.
//!
//! The code is what stands in the database, in forms, in exports and in text ids
//! (`place-type-skolgard`), so it is never changed once released.

use std::fmt;

/// A text that is not one of the codes of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("”{given}” is not one of: {}", .known.join(", "))]
pub struct UnknownCode {
    pub given: String,
    pub known: Vec<&'static str>,
}

/// A member of a closed list.
pub trait Code: Copy + Eq + Sized + fmt::Debug + Send + Sync + 'static {
    /// Prefix of the list's text ids: `place-type` gives `place-type-skolgard`.
    const LIST: &'static str;
    /// Every member in the order in which people see them.
    const ALL: &'static [Self];

    fn code(self) -> &'static str;

    /// # Errors
    /// Names the known codes when `text` is none of them.
    fn from_code(text: &str) -> Result<Self, UnknownCode> {
        let found = Self::ALL
            .iter()
            .copied()
            .find(|member| member.code() == text);
        found.ok_or_else(|| UnknownCode {
            given: text.to_owned(),
            known: Self::ALL.iter().map(|member| member.code()).collect(),
        })
    }

    /// The id of the member's text in `texts/`.
    fn text_id(self) -> String {
        format!("{}-{}", Self::LIST, self.code())
    }
}

/// A closed list in the document of the API: its codes, and what people read for them.
pub fn schema_of<T: Code>() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    let codes = T::ALL.iter().map(|member| member.code());
    let words = T::ALL.iter().filter_map(|member| {
        let words = crate::texts::Loc::sv().maybe(&member.text_id())?;
        Some(format!("{}: {words}", member.code()))
    });
    let words: Vec<String> = words.collect();
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(codes))
        .description((!words.is_empty()).then(|| words.join("; ")))
        .into()
}

/// The number of a record in the document of the API.
pub fn schema_of_id() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    use utoipa::openapi::schema::{KnownFormat, SchemaFormat, Type};
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .into()
}

/// Declares a closed list: the enum, its codes and its (de)serialisation by code.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $list:literal { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::code::Code for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl $crate::texts::Coded for $name {
            fn text_id(&self) -> Option<String> {
                Some($crate::code::Code::text_id(*self))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::code::Code::code(*self))
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                $crate::code::schema_of::<Self>()
            }
        }

        impl ::utoipa::ToSchema for $name {}

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                $crate::code::Code::from_code(&text).map_err(::serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;

/// Declares a database id as its own type, so that two kinds cannot be mixed up.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                $crate::code::schema_of_id()
            }
        }

        impl ::utoipa::ToSchema for $name {}
    )+};
}
pub(crate) use ids;
