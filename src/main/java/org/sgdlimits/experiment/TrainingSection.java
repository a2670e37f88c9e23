package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.sgdlimits.model.AdaptiveRate;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.DimensionScaling;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.TrainingRule;
import org.sgdlimits.model.TrainingRule.Corrections;

/** The section {@code training} of a model file: rule, learning rates, batch, corrections, and how a run goes on. */
final class TrainingSection {

    /** γ = γ₀ d^{1−δ}. */
    static final List<String> RATE_KEYS = List.of("gamma0", "delta");

    /** n_b = n₀ d^μ. */
    static final List<String> BATCH_KEYS = List.of("n0", "mu");

    static final List<String> KEYS =
            List.of("rule", "learningRate", "secondLayerRate", "batch", "corrections", "clip", "then");
    static final List<String> SIDES = List.of("above", "below");
    static final List<String> THEN_KEYS = List.of(
            "observable",
            "above",
            "below",
            "loss",
            "rule",
            "learningRate",
            "secondLayerRate",
            "batch",
            "corrections",
            "clip");
    static final Map<String, List<String>> SCHEDULE_KEYS = Map.of(
            "piecewise", List.of("schedule", "times", "rates", "delta"),
            "power", List.of("schedule", "rate", "time", "exponent", "delta"),
            "critical", List.of("schedule", "fraction"),
            "polyak", List.of("schedule"),
            "line-search", List.of("schedule"),
            "adagrad-norm", List.of("schedule", "rate", "b0"));

    private static final String FINITE_D = "finite-d";

    private TrainingSection() {}

    static TrainingRule read(Fields training, boolean trainsSecondLayer) {
        return rule(training.only(KEYS), trainsSecondLayer);
    }

    /** How a run goes on, with what is left out as it was before. */
    static Optional<Continuation<Network>> continuation(Fields training, Fields model, Network network) {
        if (!training.has("then")) {
            return Optional.empty();
        }
        Fields then = training.object("then").only(THEN_KEYS);
        String observable = then.required("observable");
        List<String> given = SIDES.stream().filter(then::has).toList();
        if (given.size() != 1) {
            throw then.error(
                    "",
                    "expected exactly one of " + Suggestions.alternatives(SIDES) + ", got "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
        }
        double level = then.number(given.get(0));
        KEYS.stream().filter(THEN_KEYS::contains).forEach(key -> then.inherit(key, training));
        then.inherit("loss", model);
        Network next = network.loss(NetworkSection.constant(then, "loss", Loss.values(), null));
        TrainingRule rule = rule(then, network.trainsSecondLayer());
        return Optional.of(
                given.get(0).equals("above")
                        ? Continuation.above(observable, level, next, rule)
                        : Continuation.below(observable, level, next, rule));
    }

    private static TrainingRule rule(Fields training, boolean trainsSecondLayer) {
        TrainingRule.Kind kind = NetworkSection.constant(training, "rule", TrainingRule.Kind.values(), null);
        Rate rate = rate(training, "learningRate");
        if (training.has("secondLayerRate") && !trainsSecondLayer) {
            throw training.error(
                    "secondLayerRate",
                    "expected no such rate, because the second layer is fixed. Set model.student.secondLayer.train to"
                            + " true, or leave the rate out");
        }
        if (trainsSecondLayer) {
            training.fallBackOn("secondLayerRate", "learningRate");
        }
        Rate parameterRate = trainsSecondLayer ? rate(training, "secondLayerRate") : rate;
        if (!parameterRate.adaptive().equals(rate.adaptive())) {
            throw training.error(
                    "secondLayerRate",
                    "expected the same kind of rate as learningRate, as a state decides one factor for both. Give both as"
                            + " numbers or schedules, or both with the same adaptive schedule");
        }
        String corrections = training.choice("corrections", List.of("none", FINITE_D), "none");
        long batch = 1;
        double batchPrefactor = 1;
        double mu = 0;
        if (training.isObject("batch")) {
            Fields scaled = training.object("batch").only(BATCH_KEYS);
            batchPrefactor = scaled.positive("n0", 1);
            mu = scaled.number("mu");
        } else {
            batch = training.whole("batch", 1, Long.MAX_VALUE, 1);
            batchPrefactor = (double) batch;
        }
        DimensionScaling scaling = new DimensionScaling(
                rate.prefactor(), rate.delta(), parameterRate.prefactor(), parameterRate.delta(), batchPrefactor, mu);
        OptionalDouble clip =
                training.has("clip") ? OptionalDouble.of(training.positive("clip")) : OptionalDouble.empty();
        long samples = batch;
        return training.source()
                .build(
                        "training",
                        () -> new TrainingRule(
                                kind,
                                rate.prefactor(),
                                parameterRate.prefactor(),
                                samples,
                                corrections.equals(FINITE_D) ? Corrections.FINITE_D : Corrections.LEADING,
                                scaling,
                                rate.adaptive(),
                                clip));
    }

    /** γ = prefactor · d^{1−δ}, or the prefactor times what the state decides. */
    private record Rate(Schedule prefactor, double delta, Optional<AdaptiveRate> adaptive) {
        Rate(Schedule prefactor, double delta) {
            this(prefactor, delta, Optional.empty());
        }

        Rate(double prefactor, AdaptiveRate adaptive) {
            this(Schedule.constant(prefactor), 1, Optional.of(adaptive));
        }
    }

    private static Rate rate(Fields training, String key) {
        if (!training.isObject(key)) {
            return new Rate(Schedule.constant(training.positive(key)), 1);
        }
        List<String> all = new ArrayList<>(NetworkSection.allOf(SCHEDULE_KEYS));
        all.addAll(RATE_KEYS);
        Fields fields = training.object(key).only(all);
        double delta = fields.has("delta") ? fields.number("delta") : 1;
        if (!fields.has("schedule")) {
            fields.only(RATE_KEYS);
            return new Rate(Schedule.constant(fields.positive("gamma0")), delta);
        }
        String kind = fields.choice("schedule", List.copyOf(new TreeSet<>(SCHEDULE_KEYS.keySet())), null);
        fields.only(SCHEDULE_KEYS.get(kind));
        return switch (kind) {
            case "critical" -> new Rate(fields.positive("fraction"), new AdaptiveRate.Critical());
            case "polyak" -> new Rate(AdaptiveRate.POLYAK, new AdaptiveRate.Critical());
            case "line-search" -> new Rate(1, new AdaptiveRate.LineSearch());
            case "adagrad-norm" ->
                new Rate(fields.positive("rate"), new AdaptiveRate.AdaGradNorm(fields.positive("b0")));
            case "power" -> new Rate(power(fields), delta);
            default -> new Rate(piecewise(fields), delta);
        };
    }

    static Schedule power(Fields fields) {
        return Schedule.power(
                fields.positive("rate"), fields.positive("time"), fields.nonNegative("exponent", "a number >= 0"));
    }

    static Schedule piecewise(Fields fields) {
        double[] times = fields.positives("times");
        double[] rates = fields.positives("rates");
        if (rates.length != times.length + 1) {
            throw fields.error(
                    "rates", "expected one rate more than times (" + (times.length + 1) + "), got " + rates.length);
        }
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw fields.error("times", "expected increasing times, got " + times[i] + " after " + times[i - 1]);
            }
        }
        return Schedule.piecewise(times, rates);
    }
}
