//! The difference of two short texts, line by line.

/// Lines of both texts in order: ` ` in both, `-` in the first only, `+` in the second only. Long stretches that are
/// the same are left out.
pub(super) fn diff(before: &str, after: &str) -> String {
    const AROUND: usize = 2;
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // Lengths of the longest common subsequences of what follows.
    let mut common = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let mut lines: Vec<(char, &str)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push((' ', a[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[i + 1][j] >= common[i][j + 1]) {
            lines.push(('-', a[i]));
            i += 1;
        } else {
            lines.push(('+', b[j]));
            j += 1;
        }
    }
    let near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        let to = (at + AROUND + 1).min(lines.len());
        lines[from..to].iter().any(|(mark, _)| *mark != ' ')
    };
    let mut out = String::new();
    let mut left_out = false;
    for (at, (mark, line)) in lines.iter().enumerate() {
        if near(at) {
            if left_out {
                out.push_str("  …\n");
            }
            left_out = false;
            out.push(*mark);
            out.push_str(if line.is_empty() { "" } else { " " });
            out.push_str(line);
            out.push('\n');
        } else {
            left_out = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn what_stays_is_shown_only_around_what_changes() {
        assert_eq!(
            diff("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf"),
            "  …\n  c\n  d\n- e\n+ E\n  f\n"
        );
        assert_eq!(diff("", "x"), "+ x\n");
        assert_eq!(diff("x", "x"), "");
    }
}
