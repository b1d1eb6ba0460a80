//! Leases: who may do what only one process may do.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Store, StoreError,
    sql::{get, micros},
};

impl Store {
    /// Takes or renews a lease for `time`. `false` when somebody else holds it.
    pub async fn acquire_lease(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        time: SignedDuration,
    ) -> Result<bool, StoreError> {
        let expires = now.checked_add(time).unwrap_or(Timestamp::MAX);
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO leases (name, owner, expires) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires \
             WHERE leases.owner = excluded.owner OR leases.expires <= $4",
        )
        .bind(name)
        .bind(owner)
        .bind(micros(expires))
        .bind(micros(now))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Who holds a lease, whether it has expired or not.
    pub async fn lease_owner(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT owner FROM leases WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// Gives a lease back; somebody else's is left alone.
    pub async fn release_lease(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM leases WHERE name = $1 AND owner = $2")
            .bind(name)
            .bind(owner)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }
}
