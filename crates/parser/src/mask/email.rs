//! E-mail addresses in a text.

/// E-mail addresses (the dot-atom form of RFC 5322, the only one the press prints).
pub(super) fn spans(text: &str) -> Vec<(usize, usize)> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let least = found.last().map_or(0, |span| span.1);
        if at < least {
            continue;
        }
        let name = &text[least..at];
        let start = name
            .char_indices()
            .rev()
            .take_while(|(_, c)| local(*c))
            .last()
            .map_or(at, |(i, _)| least + i);
        let host: &str = {
            let rest = &text[at + 1..];
            let end = rest.find(|c| !domain(c)).unwrap_or(rest.len());
            rest[..end].trim_end_matches(['.', '-'])
        };
        let top = host.rsplit_once('.').map_or("", |(_, top)| top);
        if start < at
            && top.len() >= 2
            && top.bytes().all(|b| b.is_ascii_alphabetic())
            && !host.starts_with('.')
        {
            found.push((start, at + 1 + host.len()));
        }
    }
    found
}
