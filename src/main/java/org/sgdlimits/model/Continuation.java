package org.sgdlimits.model;

import java.util.Objects;

/**
 * How a run goes on once an observable has reached a level: with another loss, rule, learning rate or batch, and never back.
 *
 * <p>The case in the literature: the correlation loss at a large rate until the students have weakly recovered the teacher's
 * subspace, ‖M‖_F ≥ η, then the square loss (Arnaboldi, Dandi, Krzakala, Loureiro, Pesce, Stephan, 2024). The observables are
 * those of {@code model}, before the switch too. A step method looks after every whole step; the ODE finds the time. Schedules
 * are functions of τ since the start of the run, not since the switch.
 *
 * @param observable its name, such as {@code |M|}
 * @param side where the level lies
 * @param level to be reached; a run that starts there has only this second stage
 * @param model trained from then on, with the students, teachers, further parameters and covariance of the first
 * @param rule used from then on
 */
public record Continuation<M extends Model>(String observable, Side side, double level, M model, TrainingRule rule) {

    /** Where the level lies. */
    public enum Side {
        /** The observable has risen to it. */
        ABOVE,
        /** The observable has fallen to it. */
        BELOW
    }

    /** @throws IllegalArgumentException if the level is not finite */
    public Continuation {
        Objects.requireNonNull(observable, "training.then.observable");
        Objects.requireNonNull(side, "training.then");
        Objects.requireNonNull(model, "training.then.loss");
        Objects.requireNonNull(rule, "training.then.rule");
        if (!Double.isFinite(level)) {
            throw new IllegalArgumentException("training.then." + (side == Side.ABOVE ? "above" : "below")
                    + ": expected a finite number, got " + level);
        }
    }

    /** The same continuation with the rates and the batch of dimension d. */
    Continuation<M> in(long dimension) {
        return new Continuation<>(observable, side, level, model, rule.at(dimension));
    }

    /** Goes on once the observable has risen to a level. */
    public static <M extends Model> Continuation<M> above(String observable, double level, M model, TrainingRule rule) {
        return new Continuation<>(observable, Side.ABOVE, level, model, rule);
    }

    /** Goes on once the observable has fallen to a level. */
    public static <M extends Model> Continuation<M> below(String observable, double level, M model, TrainingRule rule) {
        return new Continuation<>(observable, Side.BELOW, level, model, rule);
    }
}
