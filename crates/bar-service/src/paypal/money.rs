//! Money: whole minor units of one currency. There is no float anywhere near it.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! currencies {
    ($($code:ident $decimals:literal $name:literal;)*) => {
        /// A currency of ISO 4217 that an invoice can be paid in.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "UPPERCASE")]
        pub enum Currency { $(#[doc = $name] $code,)* }

        impl Currency {
            /// Every one of them, by code.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// Its three letters, in lower case as Rust writes them here.
            const fn letters(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),* }
            }

            /// Decimals of one unit: 2, or 0 where prices have none. PayPal takes HUF, JPY and TWD
            /// without decimals only, so they have none here either.
            #[must_use]
            pub const fn decimals(self) -> u32 {
                match self { $(Self::$code => $decimals),* }
            }
        }
    };
}

currencies! {
    Aud 2 "Australian dollar.";
    Brl 2 "Brazilian real.";
    Cad 2 "Canadian dollar.";
    Chf 2 "Swiss franc.";
    Czk 2 "Czech koruna.";
    Dkk 2 "Danish krone.";
    Eur 2 "Euro.";
    Gbp 2 "Pound sterling.";
    Hkd 2 "Hong Kong dollar.";
    Huf 0 "Hungarian forint.";
    Ils 2 "Israeli new shekel.";
    Jpy 0 "Japanese yen.";
    Mxn 2 "Mexican peso.";
    Myr 2 "Malaysian ringgit.";
    Nok 2 "Norwegian krone.";
    Nzd 2 "New Zealand dollar.";
    Php 2 "Philippine peso.";
    Pln 2 "Polish złoty.";
    Sek 2 "Swedish krona.";
    Sgd 2 "Singapore dollar.";
    Thb 2 "Thai baht.";
    Twd 0 "New Taiwan dollar.";
    Usd 2 "United States dollar.";
}

/// An amount, in minor units (cents, or whole units where the currency has no decimals).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// How many minor units.
    pub amount: i64,
    /// Of what.
    pub currency: Currency,
}

/// `EUR`.
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letters().to_ascii_uppercase())
    }
}

/// `EUR 1250.00` or `JPY 90000`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal())
    }
}

impl Money {
    /// The amount as a decimal number, as PayPal wants it: `1250.00`, `-0.05` or `90000`.
    #[must_use]
    pub fn decimal(&self) -> String {
        let (sign, units) = (if self.amount < 0 { "-" } else { "" }, self.amount.unsigned_abs());
        match self.currency.decimals() {
            0 => format!("{sign}{units}"),
            decimals => {
                let one = 10_u64.pow(decimals);
                let width = decimals as usize;
                format!("{sign}{}.{:0width$}", units / one, units % one)
            }
        }
    }

    /// Reads what [`decimal`](Self::decimal) writes; `None` where it is no amount of this currency.
    /// Decimals that are zero may be missing or too many (`5`, `5.0`, `5.000`).
    #[must_use]
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(part) || digits.ends_with('.') {
            return None;
        }
        let decimals = currency.decimals() as usize;
        let (part, rest) = part.split_at(part.len().min(decimals));
        if rest.bytes().any(|it| it != b'0') {
            return None;
        }
        let amount: i64 = format!("{whole}{part:0<decimals$}").parse().ok()?;
        Some(Self { amount: sign * amount, currency })
    }
}
