//! Nobody is asked who could not find out who asks.

use crate::{
    common::{configuration, run, stderr},
    site::{Recorded, Site},
};

#[test]
fn nothing_outside_this_machine_is_asked_without_a_contact() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(
        home.path(),
        "[[source]]\nid = \"xa\"\nname = \"Xa\"\nhomepage = \"https://xa.example/\"\nkind = \"newspaper\"\nregion = \"vn\"\n\
         [[source.channel]]\nurl = \"https://xa.example/rss\"\nkind = \"feed\"\n",
    );
    std::fs::write(config.join("langnghe.toml"), "").unwrap();
    for command in [
        ["fetch"].as_slice(),
        &["serve"],
        &["sources", "check", "xa"],
    ] {
        let output = run(&config, command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = stderr(&output);
        for part in [
            "fetch.contact is not set",
            "[fetch] contact in langnghe.toml",
            "LANGNGHE_FETCH__CONTACT",
        ] {
            assert!(said.contains(part), "{command:?}: {said}");
        }
    }
}

#[test]
fn a_redirect_leads_nowhere_outside_this_machine_without_a_contact() {
    let site = Site::replying("302 Found", &[("Location", "http://93.184.215.14/rss")], "");
    let recorded = Recorded::with(&site.url("/rss"), &[("LANGNGHE_FETCH__CONTACT", "")]);
    recorded.failed(
        "http://93.184.215.14/rss is not asked, since fetch.contact is not set: write an e-mail address or a page of \
         your office into [fetch] contact in langnghe.toml (or set LANGNGHE_FETCH__CONTACT), so that its administrator \
         can reach you",
    );
}
