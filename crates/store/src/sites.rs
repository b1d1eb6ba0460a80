//! Claims: which process may ask which site. Whoever holds a site's claim does all of its work, so that no site is
//! asked by two processes at once, and keeps with it from when on the site may be asked again. A claim that is not
//! renewed runs out, and the work is taken up by another.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Engine, Store, StoreError,
    sql::{built, get, list, micros, time},
};

/// The right to ask a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The site.
    pub site: String,
    /// From when on it may be asked.
    pub free_at: Timestamp,
}

impl Store {
    /// Claims those of `sites` that nobody else holds, for `time`; `gap` is waited for where the one who held a
    /// site until now did not say when it asked last.
    pub async fn claim_sites(
        &self,
        sites: &[String],
        owner: &str,
        now: Timestamp,
        time: SignedDuration,
        gap: SignedDuration,
    ) -> Result<Vec<Claim>, StoreError> {
        let mut claims = Vec::new();
        for part in sites.chunks(1000) {
            claims.extend(self.claim_part(part, owner, now, time, gap).await?);
        }
        Ok(claims)
    }

    async fn claim_part(
        &self,
        sites: &[String],
        owner: &str,
        now: Timestamp,
        time: SignedDuration,
        gap: SignedDuration,
    ) -> Result<Vec<Claim>, StoreError> {
        let expires = now.checked_add(time).unwrap_or(Timestamp::MAX);
        let after_gap = now.checked_add(gap).unwrap_or(Timestamp::MAX);
        let mut claims = Vec::new();
        match self.engine() {
            Engine::Sqlite => {
                let mut transaction = self.begin().await?;
                for site in sites {
                    let row = sqlx::query(
                        "INSERT INTO sites (site, owner, expires, free_at) VALUES ($1, $2, $3, 0) ON CONFLICT (site) DO UPDATE \
                         SET free_at = CASE WHEN sites.owner IS NULL OR sites.owner = excluded.owner THEN sites.free_at ELSE $4 END, \
                         owner = excluded.owner, expires = excluded.expires \
                         WHERE sites.owner IS NULL OR sites.owner = excluded.owner OR sites.expires <= $5 RETURNING site, free_at",
                    )
                    .bind(site.as_str())
                    .bind(owner)
                    .bind(micros(expires))
                    .bind(micros(after_gap))
                    .bind(micros(now))
                    .fetch_optional(&mut *transaction)
                    .await?;
                    claims.extend(row.as_ref().map(claim).transpose()?);
                }
                transaction.commit().await?;
            }
            Engine::Postgres => {
                // Not through `begin`: claims neither need the order of commits nor should wait for an append.
                let mut transaction = self.writer.begin().await?;
                // In one order for all, so that no two wait for each other.
                let mut sorted: Vec<&String> = sites.iter().collect();
                sorted.sort_unstable();
                sorted.dedup();
                for site in &sorted {
                    sqlx::query(
                        "INSERT INTO sites (site, owner, expires, free_at) VALUES ($1, NULL, 0, 0) ON CONFLICT (site) DO NOTHING",
                    )
                    .bind(site.as_str())
                    .execute(&mut *transaction)
                    .await?;
                }
                transaction.commit().await?;
                let mut transaction = self.writer.begin().await?;
                let names = list(Engine::Postgres, sorted.len());
                let (mine, at) = (sorted.len() + 1, sorted.len() + 2);
                let sql = format!(
                    "SELECT site, free_at, owner FROM sites WHERE site IN {names} \
                     AND (owner IS NULL OR owner = ${mine} OR expires <= ${at}) ORDER BY site FOR UPDATE SKIP LOCKED"
                );
                let mut query = sqlx::query(built(sql)).persistent(false);
                for site in &sorted {
                    query = query.bind(site.as_str());
                }
                let free = query
                    .bind(owner)
                    .bind(micros(now))
                    .fetch_all(&mut *transaction)
                    .await?;
                for row in &free {
                    let mut claim = claim(row)?;
                    let before: Option<String> = get(row, 2)?;
                    if before.is_some_and(|before| before != owner) {
                        claim.free_at = after_gap;
                    }
                    sqlx::query(
                        "UPDATE sites SET owner = $1, expires = $2, free_at = $3 WHERE site = $4",
                    )
                    .bind(owner)
                    .bind(micros(expires))
                    .bind(micros(claim.free_at))
                    .bind(claim.site.as_str())
                    .execute(&mut *transaction)
                    .await?;
                    claims.push(claim);
                }
                transaction.commit().await?;
            }
        }
        Ok(claims)
    }

    /// Renews all claims of an owner.
    pub async fn renew_claims(
        &self,
        owner: &str,
        now: Timestamp,
        time: SignedDuration,
    ) -> Result<(), StoreError> {
        let expires = now.checked_add(time).unwrap_or(Timestamp::MAX);
        sqlx::query("UPDATE sites SET expires = $1 WHERE owner = $2")
            .bind(micros(expires))
            .bind(owner)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Gives a claim back; the site may be asked again from `free_at` on. Somebody else's is left alone.
    pub async fn release_site(
        &self,
        site: &str,
        owner: &str,
        free_at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE sites SET owner = NULL, expires = 0, free_at = $1 WHERE site = $2 AND owner = $3",
        )
        .bind(micros(free_at))
        .bind(site)
        .bind(owner)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Who holds claims.
    pub async fn claim_owners(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query("SELECT DISTINCT owner FROM sites WHERE owner IS NOT NULL ORDER BY owner")
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(|row| get(row, 0))
            .collect()
    }

    /// Takes all claims from an owner that is known to be gone; its sites may be asked from `free_at` on.
    pub async fn release_claims(&self, owner: &str, free_at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE sites SET owner = NULL, expires = 0, free_at = $1 WHERE owner = $2")
            .bind(micros(free_at))
            .bind(owner)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn claim(row: &sqlx::any::AnyRow) -> Result<Claim, StoreError> {
    Ok(Claim {
        site: get(row, 0)?,
        free_at: time(get(row, 1)?)?,
    })
}
