//! How the types of Rust are stored. Both databases have the same instants, ids and texts, so that what one wrote can be read as
//! the other's.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::types::Json;
use sqlx::{Decode, Encode, Type};
use uuid::Uuid;

use super::row::ValueRef;
use super::{Embedded, Kind, Value};

sqlx_core::impl_encode_for_option!(Embedded);

/// A type whose values have one storage class: how one is stored and read.
macro_rules! stored {
    ($($type:ty as $kind:ident: $store:expr, $read:expr;)*) => {$(
        impl Type<Embedded> for $type {
            fn type_info() -> Kind {
                Kind::$kind
            }
        }

        impl Encode<'_, Embedded> for $type {
            fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
                let store: fn(&$type) -> Value = $store;
                values.push(store(self));
                Ok(IsNull::No)
            }
        }

        impl<'r> Decode<'r, Embedded> for $type {
            fn decode(value: ValueRef<'r>) -> Result<Self, BoxDynError> {
                let read: fn(ValueRef<'r>) -> Result<$type, BoxDynError> = $read;
                read(value)
            }
        }
    )*};
}

stored! {
    i64 as Integer: |number| Value::Integer(*number), ValueRef::integer;
    i32 as Integer: |number| Value::Integer(i64::from(*number)), |value| Ok(value.integer()?.try_into()?);
    i16 as Integer: |number| Value::Integer(i64::from(*number)), |value| Ok(value.integer()?.try_into()?);
    bool as Integer: |flag| Value::Integer(i64::from(*flag)), |value| Ok(value.integer()? != 0);
    f64 as Real: |number| Value::Real(*number), ValueRef::real;
    Uuid as Blob: |id| Value::Blob(id.as_bytes().to_vec()), |value| Ok(Uuid::from_slice(value.blob()?)?);
    // RFC 3339 in UTC sorts as it passes.
    DateTime<Utc> as Text: |instant| Value::Text(instant.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
        |value| Ok(DateTime::parse_from_rfc3339(value.text()?)?.with_timezone(&Utc));
    NaiveDate as Text: |day| Value::Text(day.format("%F").to_string()), |value| Ok(NaiveDate::parse_from_str(value.text()?, "%F")?);
}

impl Type<Embedded> for String {
    fn type_info() -> Kind {
        Kind::Text
    }
}

impl Encode<'_, Embedded> for String {
    fn encode(self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        values.push(Value::Text(self));
        Ok(IsNull::No)
    }

    fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        Encode::<Embedded>::encode(self.clone(), values)
    }
}

impl Decode<'_, Embedded> for String {
    fn decode(value: ValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(value.text()?.to_owned())
    }
}

impl Type<Embedded> for str {
    fn type_info() -> Kind {
        Kind::Text
    }
}

impl Encode<'_, Embedded> for &'_ str {
    fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        values.push(Value::Text((*self).to_owned()));
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, Embedded> for &'r str {
    fn decode(value: ValueRef<'r>) -> Result<Self, BoxDynError> {
        value.text()
    }
}

impl Type<Embedded> for [u8] {
    fn type_info() -> Kind {
        Kind::Blob
    }

    /// A text can be read as its bytes: by whoever must not be stopped by one that somebody changed.
    fn compatible(found: &Kind) -> bool {
        matches!(found, Kind::Blob | Kind::Text)
    }
}

impl Type<Embedded> for Vec<u8> {
    fn type_info() -> Kind {
        Kind::Blob
    }

    fn compatible(found: &Kind) -> bool {
        <[u8] as Type<Embedded>>::compatible(found)
    }
}

impl Encode<'_, Embedded> for Vec<u8> {
    fn encode(self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        values.push(Value::Blob(self));
        Ok(IsNull::No)
    }

    fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        Encode::<Embedded>::encode(self.clone(), values)
    }
}

impl Decode<'_, Embedded> for Vec<u8> {
    fn decode(value: ValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(value.bytes()?.to_vec())
    }
}

impl Encode<'_, Embedded> for &'_ [u8] {
    fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        values.push(Value::Blob(self.to_vec()));
        Ok(IsNull::No)
    }
}

impl<T> Type<Embedded> for Json<T> {
    fn type_info() -> Kind {
        Kind::Text
    }
}

impl<T: Serialize> Encode<'_, Embedded> for Json<T> {
    fn encode_by_ref(&self, values: &mut Vec<Value>) -> Result<IsNull, BoxDynError> {
        values.push(Value::Text(serde_json::to_string(&self.0)?));
        Ok(IsNull::No)
    }
}

impl<'r, T: Deserialize<'r> + 'r> Decode<'r, Embedded> for Json<T> {
    fn decode(value: ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(value.text()?)?))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
    use sqlx::types::Json;
    use sqlx::{Arguments as _, Decode, Encode, Type, Value as _};
    use uuid::Uuid;

    use super::super::row::Arguments;
    use super::{Embedded, Value};

    fn stored<T: for<'q> Encode<'q, Embedded> + Type<Embedded>>(value: T) -> Value {
        let mut arguments = Arguments::default();
        arguments.add(value).unwrap();
        assert_eq!(arguments.len(), 1);
        arguments.0.remove(0)
    }

    fn comes_back<T>(value: &T, as_stored: &Value)
    where
        T: for<'q> Encode<'q, Embedded>
            + for<'r> Decode<'r, Embedded>
            + Type<Embedded>
            + Clone
            + PartialEq
            + std::fmt::Debug,
    {
        let found = stored(value.clone());
        assert_eq!(&found, as_stored);
        assert_eq!(&T::decode(found.as_ref()).unwrap(), value);
        assert!(T::compatible(&found.type_info()));
    }

    #[test]
    fn every_type_comes_back_as_it_was_stored() {
        comes_back(&7_i64, &Value::Integer(7));
        comes_back(&-7_i32, &Value::Integer(-7));
        comes_back(&true, &Value::Integer(1));
        comes_back(&"Ada".to_owned(), &Value::Text("Ada".to_owned()));
        comes_back(&vec![0_u8, 1], &Value::Blob(vec![0, 1]));
        comes_back(&Uuid::nil(), &Value::Blob(vec![0; 16]));
        comes_back(&NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(), &Value::Text("2026-03-02".to_owned()));
        comes_back(&Json(vec![1, 2]), &Value::Text("[1,2]".to_owned()));
        assert_eq!(stored(None::<String>), Value::Null);
    }

    /// The form that was stored before: files of an earlier version are read, and instants sort among one another.
    #[test]
    fn instants_are_written_as_sqlx_writes_them() {
        let instant = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        comes_back(&instant, &Value::Text("2026-03-02T09:00:00+00:00".to_owned()));
        let finer: DateTime<Utc> = instant + chrono::TimeDelta::microseconds(1_500);
        comes_back(&finer, &Value::Text("2026-03-02T09:00:00.001500+00:00".to_owned()));
    }

    /// Whoever looks for what was tampered with reads bytes, whatever they are now.
    #[test]
    fn a_text_can_be_read_as_its_bytes() {
        let text = Value::copied(rusqlite::types::ValueRef::Text(b"2026"));
        assert_eq!(<Vec<u8> as Decode<Embedded>>::decode(text.as_ref()).unwrap(), b"2026");
        let broken = Value::copied(rusqlite::types::ValueRef::Text(&[0xff]));
        assert_eq!(<Vec<u8> as Decode<Embedded>>::decode(broken.as_ref()).unwrap(), [0xff]);
        assert!(<Vec<u8> as Type<Embedded>>::compatible(&text.type_info()));
        assert!(<String as Decode<Embedded>>::decode(broken.as_ref()).is_err());
        assert!(!<Vec<u8> as Type<Embedded>>::compatible(&Value::Integer(1).type_info()));
    }

    #[test]
    fn another_type_is_an_error() {
        let number = Value::Integer(1_i64 << 40);
        assert!(<i32 as Decode<Embedded>>::decode(number.as_ref()).is_err());
        assert!(<&str as Decode<Embedded>>::decode(number.as_ref()).is_err());
        assert!(!<String as Type<Embedded>>::compatible(&number.type_info()));
        assert!(<Uuid as Decode<Embedded>>::decode(Value::Blob(vec![1]).as_ref()).is_err());
    }
}
