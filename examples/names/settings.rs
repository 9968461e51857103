//! What can be set from the command line.

use std::error::Error;

/// Whatever goes wrong.
pub type Failure = Box<dyn Error>;

/// What can be set for an experiment.
pub struct Settings {
    pub rounds: u32,
    pub rate: f32,
    pub penalty: f32,
    pub dropout: f32,
    pub least: u32,
    /// How much the copies in other capitals count.
    pub cased: f32,
    /// Weights are kept in steps of one over this.
    pub steps: f32,
    /// Points taken from the label outside, so that doubtful names are found.
    pub bias: f32,
    /// The development texts whose errors are printed.
    pub errors: String,
    /// How many models are trained and averaged.
    pub seeds: u32,
}

impl Settings {
    pub fn of(arguments: &[String]) -> Result<Self, Failure> {
        let mut settings = Self {
            rounds: 8,
            rate: 0.07,
            penalty: 4e-6,
            dropout: 0.45,
            least: 2,
            cased: 0.6,
            steps: 16.0,
            bias: 0.0,
            errors: String::new(),
            seeds: 3,
        };
        for argument in arguments {
            let (key, value) = argument.split_once('=').ok_or("a setting is KEY=VALUE")?;
            match key {
                "rounds" => settings.rounds = value.parse()?,
                "rate" => settings.rate = value.parse()?,
                "penalty" => settings.penalty = value.parse()?,
                "dropout" => settings.dropout = value.parse()?,
                "least" => settings.least = value.parse()?,
                "cased" => settings.cased = value.parse()?,
                "steps" => settings.steps = value.parse()?,
                "bias" => settings.bias = value.parse()?,
                "errors" => settings.errors = value.to_owned(),
                "seeds" => settings.seeds = value.parse()?,
                _ => return Err(format!("no setting {key}").into()),
            }
        }
        Ok(settings)
    }
}
