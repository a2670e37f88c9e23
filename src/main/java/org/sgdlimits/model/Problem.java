package org.sgdlimits.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What is to be solved: a model, how it is trained, in which dimension, from where, and how long. Immutable.
 *
 * @param model what is trained
 * @param rule how; rates and batch that follow the dimension are those of this one
 * @param dimension d
 * @param start where a run starts
 * @param horizon how long; a flow time is that of {@code rule}, also after a continuation
 * @param continuation how a run goes on from a level on, if it does
 */
public record Problem<M extends Model>(
        M model,
        TrainingRule rule,
        long dimension,
        Start start,
        Horizon horizon,
        Optional<Continuation<M>> continuation) {

    /**
     * @throws IllegalArgumentException if the parts do not fit together: a start of another shape or of more
     *     directions than d, unit norms asked for and not given, a continuation of another shape
     */
    public Problem {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(rule, "training");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(horizon, "run.horizon");
        Objects.requireNonNull(continuation, "training.then");
        if (dimension < 1) {
            throw new IllegalArgumentException("run.dimension: expected a whole number >= 1, got " + dimension);
        }
        rule = rule.at(dimension);
        continuation = continuation.map(next -> next.in(dimension));
        if (model instanceof FieldModel fieldModel) {
            ProblemChecks.check(fieldModel, rule, dimension, start);
        } else if (model instanceof Limit limit) {
            ProblemChecks.check(limit, start);
        }
        ProblemChecks.check(model, rule, horizon);
        if (continuation.isPresent()) {
            ProblemChecks.check(model, rule, continuation.get());
        }
    }

    /** A problem without a continuation. */
    public Problem(M model, TrainingRule rule, long dimension, Start start, Horizon horizon) {
        this(model, rule, dimension, start, horizon, Optional.empty());
    }

    /**
     * Begins with the model and sensible defaults: plain SGD at rate 1 (so that flow time is τ/p), d = 1000, a random start of
     * norm 1 (zeros for a {@link Limit}), until τ = 1.
     */
    public static <M extends Model> Problem<M> of(M model) {
        Start start = model instanceof Limit limit
                ? Start.state(new double[limit.statistics().size()])
                : Start.random(1);
        return new Problem<>(model, TrainingRule.plain(1), 1000, start, Horizon.tau(1));
    }

    /** The same problem with another rule. */
    public Problem<M> rule(TrainingRule other) {
        return new Problem<>(model, other, dimension, start, horizon, continuation);
    }

    /** The same problem in another dimension. */
    public Problem<M> dimension(long other) {
        return new Problem<>(model, rule, other, start, horizon, continuation);
    }

    /** The same problem from another start. */
    public Problem<M> start(Start other) {
        return new Problem<>(model, rule, dimension, other, horizon, continuation);
    }

    /** The same problem over another horizon. */
    public Problem<M> until(Horizon other) {
        return new Problem<>(model, rule, dimension, start, other, continuation);
    }

    /** The same problem that goes on otherwise from a level on. */
    public Problem<M> then(Continuation<M> next) {
        return new Problem<>(model, rule, dimension, start, horizon, Optional.of(next));
    }

    /** The same problem that never goes over into its continuation; without one, this. */
    public Problem<M> firstStage() {
        return continuation.isEmpty() ? this : new Problem<>(model, rule, dimension, start, horizon);
    }

    /** The same problem in its continuation from the start; without one, this. */
    public Problem<M> lastStage() {
        return continuation
                .map(next -> new Problem<>(next.model(), next.rule(), dimension, start, horizon))
                .orElse(this);
    }

    /**
     * Refuses a continuation.
     *
     * @param what cannot have one
     * @throws IllegalArgumentException if there is one
     */
    public void requireOneStage(String what) {
        if (continuation.isPresent()) {
            throw new IllegalArgumentException("training.then: expected none, as " + what
                    + " knows one training rule from start to end; leave training.then out");
        }
    }

    /** The student width p, the divisor of the flow time; 1 for a {@link Limit}. */
    public int width() {
        return model instanceof FieldModel fieldModel ? fieldModel.students() : 1;
    }
}
