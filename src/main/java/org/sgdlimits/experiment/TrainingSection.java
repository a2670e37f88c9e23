package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sgdlimits.model.DimensionScaling;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.TrainingRule;
import org.sgdlimits.model.TrainingRule.Corrections;

/** The section {@code training} of a model file: rule, learning rates, batch, corrections. */
final class TrainingSection {

    static final List<String> KEYS = List.of("rule", "learningRate", "secondLayerRate", "batch", "corrections");
    /** γ = γ₀ d^{1−δ}. */
    static final List<String> RATE_KEYS = List.of("gamma0", "delta");

    /** n_b = n₀ d^μ. */
    static final List<String> BATCH_KEYS = List.of("n0", "mu");

    static final Map<String, List<String>> SCHEDULE_KEYS = Map.of(
            "piecewise", List.of("schedule", "times", "rates", "delta"),
            "power", List.of("schedule", "rate", "time", "exponent", "delta"));

    private static final String FINITE_D = "finite-d";

    private TrainingSection() {}

    static TrainingRule read(Fields training, boolean trainsSecondLayer) {
        training.only(KEYS);
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
            batchPrefactor = batch;
        }
        return new TrainingRule(
                kind,
                rate.prefactor(),
                parameterRate.prefactor(),
                batch,
                corrections.equals(FINITE_D) ? Corrections.FINITE_D : Corrections.LEADING,
                new DimensionScaling(
                        rate.prefactor(),
                        rate.delta(),
                        parameterRate.prefactor(),
                        parameterRate.delta(),
                        batchPrefactor,
                        mu));
    }

    /** γ = prefactor · d^{1−δ}. */
    private record Rate(Schedule prefactor, double delta) {}

    private static Rate rate(Fields training, String key) {
        if (!training.isObject(key)) {
            return new Rate(Schedule.constant(training.positive(key)), 1);
        }
        List<String> all = new ArrayList<>(NetworkSection.allOf(SCHEDULE_KEYS));
        all.addAll(RATE_KEYS);
        Fields fields = training.object(key).only(all);
        return new Rate(schedule(fields), fields.has("delta") ? fields.number("delta") : 1);
    }

    private static Schedule schedule(Fields fields) {
        if (!fields.has("schedule")) {
            fields.only(RATE_KEYS);
            return Schedule.constant(fields.positive("gamma0"));
        }
        String kind = fields.choice("schedule", List.of("piecewise", "power"), null);
        fields.only(SCHEDULE_KEYS.get(kind));
        if (kind.equals("power")) {
            return Schedule.power(
                    fields.positive("rate"), fields.positive("time"), fields.nonNegative("exponent", "a number >= 0"));
        }
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
