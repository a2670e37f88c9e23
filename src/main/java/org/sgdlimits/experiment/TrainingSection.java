package org.sgdlimits.experiment;

import java.util.List;
import java.util.Map;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.TrainingRule;
import org.sgdlimits.model.TrainingRule.Corrections;

/** The section {@code training} of a model file: rule, learning rates, batch, corrections. */
final class TrainingSection {

    static final List<String> KEYS = List.of("rule", "learningRate", "secondLayerRate", "batch", "corrections");
    static final Map<String, List<String>> SCHEDULE_KEYS = Map.of(
            "piecewise", List.of("schedule", "times", "rates"),
            "power", List.of("schedule", "rate", "time", "exponent"));

    private static final String FINITE_D = "finite-d";

    private TrainingSection() {}

    static TrainingRule read(Fields training, boolean trainsSecondLayer) {
        training.only(KEYS);
        TrainingRule.Kind kind = NetworkSection.constant(training, "rule", TrainingRule.Kind.values(), null);
        Schedule rate = schedule(training, "learningRate");
        if (training.has("secondLayerRate") && !trainsSecondLayer) {
            throw training.error(
                    "secondLayerRate",
                    "expected no such rate, because the second layer is fixed. Set model.student.secondLayer.train to"
                            + " true, or leave the rate out");
        }
        if (trainsSecondLayer) {
            training.fallBackOn("secondLayerRate", "learningRate");
        }
        Schedule parameterRate = trainsSecondLayer ? schedule(training, "secondLayerRate") : rate;
        long batch = training.whole("batch", 1, Long.MAX_VALUE, 1);
        String corrections = training.choice("corrections", List.of("none", FINITE_D), "none");
        return new TrainingRule(
                kind,
                rate,
                parameterRate,
                batch,
                corrections.equals(FINITE_D) ? Corrections.FINITE_D : Corrections.LEADING);
    }

    private static Schedule schedule(Fields training, String key) {
        if (!training.isObject(key)) {
            return Schedule.constant(training.positive(key));
        }
        Fields fields = training.object(key).only(NetworkSection.allOf(SCHEDULE_KEYS));
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
