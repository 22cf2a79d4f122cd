//! How an enum is stored: as its word, alike in every database.

/// Stores an enum as the text that its method (`word`, unless another is named) gives, and reads it back by looking through
/// its `ALL`. A stored text that is no word of it is an error.
#[macro_export]
macro_rules! stored_as_word {
    ($name:ident) => {
        $crate::stored_as_word!($name, word);
    };
    ($name:ident, $word:ident) => {
        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            str: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <str as sqlx::Type<DB>>::type_info()
            }

            fn compatible(found: &DB::TypeInfo) -> bool {
                <str as sqlx::Type<DB>>::compatible(found)
            }
        }

        impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
        where
            &'q str: sqlx::Encode<'q, DB>,
        {
            fn encode_by_ref(
                &self,
                buffer: &mut DB::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <&'q str as sqlx::Encode<'q, DB>>::encode(self.$word(), buffer)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            &'r str: sqlx::Decode<'r, DB>,
        {
            fn decode(stored: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <&'r str as sqlx::Decode<'r, DB>>::decode(stored)?;
                let found = Self::ALL.into_iter().find(|value| value.$word() == text);
                found.ok_or_else(|| format!("{text:?} is no {}", stringify!($name)).into())
            }
        }
    };
}
