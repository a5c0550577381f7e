//! Every refusal below `/api` is problem details, and says which parameter is wrong.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use super::client::{Client, client, ekebro};
use crate::engine::engines;

#[tokio::test]
async fn what_cannot_be_answered_is_said_as_problem_details_whoever_refused() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        for path in [
            "/api",
            "/api/",
            "/api/v1",
            "/api/v2/sites",
            "/api/v1/nothing",
            "/api/v1/sites/",
            "/api/v1/sites/0",
            "/api/v1/sites/-1",
            "/api/v1/sites/999999",
            "/api/v1/sites/9223372036854775808",
            "/api/v1/sites/abc",
            "/api/v1/sites/1%00",
            "/api/v1/sites/abc/findings",
            "/api/v1/sites/999999/findings",
        ] {
            client.get(path).await.problem(StatusCode::NOT_FOUND);
        }
        let put = client
            .ask(Method::PUT, "/api/v1/sites", &[], Body::from("{}"))
            .await;
        put.problem(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(put.header(header::ALLOW), "GET,HEAD");
        let nobody = Client::new(&town.app, "");
        let refused = nobody.get("/api/v1/sites").await;
        let problem = refused.problem(StatusCode::UNAUTHORIZED);
        assert!(problem["detail"].as_str().unwrap().contains("Bearer"));
        assert_eq!(
            refused.header(header::WWW_AUTHENTICATE),
            r#"Bearer realm="objektiv""#
        );
        assert!(!refused.header("x-request-id".parse().unwrap()).is_empty());
        // Who has no key is not told what there is.
        nobody
            .get("/api/v1/sites?wrong=1")
            .await
            .problem(StatusCode::UNAUTHORIZED);
        let large = "x".repeat(2 << 20);
        let sent = nobody
            .ask(
                Method::POST,
                "/api/v1/recorder-checks",
                &[],
                Body::from(large),
            )
            .await;
        sent.problem(StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_parameter_that_is_misspelt_given_twice_or_unreadable_is_named() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        for (path, parameter) in [
            ("/api/v1/findings?asof=2025-03-31", "asof"),
            ("/api/v1/findings?As_Of=2025-03-31", "As_Of"),
            ("/api/v1/findings?as_of=31/3%202025", "as_of"),
            ("/api/v1/findings?as_of=", "as_of"),
            ("/api/v1/findings?as_of=2025-02-29", "as_of"),
            ("/api/v1/findings?as_of=9999-12-31", "as_of"),
            (
                "/api/v1/findings?as_of=2025-03-31&as_of=2025-04-01",
                "as_of",
            ),
            ("/api/v1/findings?all=yes", "all"),
            ("/api/v1/findings?known_then=true", "as_of"),
            ("/api/v1/sites?standing=red", "standing"),
            ("/api/v1/sites?status=i+drift", "status"),
            ("/api/v1/sites?place_type=school", "place_type"),
            ("/api/v1/sites?unit=x", "unit"),
            ("/api/v1/sites?limit=0", "limit"),
            ("/api/v1/sites?limit=201", "limit"),
            ("/api/v1/sites?after=nonsense", "after"),
            ("/api/v1/sites/1?all=true", "all"),
            ("/api/v1/sites/1/findings?limit=5", "limit"),
            ("/api/v1/policies?known_then=true", "known_then"),
            ("/api/v1/log/checkpoint?x=1", "x"),
            ("/api/v1/openapi.json?x=1", "x"),
        ] {
            let problem = client.get(path).await.problem(StatusCode::BAD_REQUEST);
            assert_eq!(problem["parameter"], parameter, "{path}");
        }
        let problem = client.get("/api/v1/findings?asof=2025-03-31").await.json();
        assert_eq!(
            problem["valid"],
            serde_json::json!(["as_of", "known_then", "all"])
        );
        let problem = client.get("/api/v1/sites?standing=red").await.json();
        assert_eq!(
            problem["valid"],
            serde_json::json!(["ok", "partly", "breach", "unknown"])
        );
        for broken in ["/api/v1/sites?search=%FF", "/api/v1/sites?search=%00"] {
            let answer = client.get(broken).await;
            answer.problem(StatusCode::BAD_REQUEST);
        }
    }
}

#[tokio::test]
async fn below_en_problems_and_findings_are_in_english() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let problem = client
            .get("/en/api/v1/sites?limit=0")
            .await
            .problem(StatusCode::BAD_REQUEST);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("not a whole number")
        );
        let page = client.read("/en/api/v1/sites?limit=1").await;
        assert!(
            page["next"]
                .as_str()
                .unwrap()
                .starts_with("/en/api/v1/sites?")
        );
        let (swedish, english) = (
            client.read("/api/v1/findings").await,
            client.read("/en/api/v1/findings").await,
        );
        assert_eq!(swedish[0]["policy"], english[0]["policy"]);
        assert_ne!(swedish[0]["finding"], english[0]["finding"]);
    }
}
