package org.sgdlimits.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.Sampling;
import org.sgdlimits.model.Schedule;

/** The section {@code training} of a model file on data: learning rate, batch as a count, momentum, ridge. Times are epochs. */
final class DataTrainingSection {

    static final List<String> KEYS = List.of("learningRate", "batch", "momentum", "ridge", "sampling");

    static final Map<String, List<String>> SCHEDULE_KEYS = Map.of(
            "threshold", List.of("schedule", "fraction"),
            "piecewise", List.of("schedule", "times", "rates"),
            "power", List.of("schedule", "rate", "time", "exponent"));

    private DataTrainingSection() {}

    /** How an update is made; a rate may be a fraction of the threshold 2n/tr(AᵀA) of the design. */
    static BatchRule read(Fields training, DesignMatrix design) {
        training.only(KEYS);
        Schedule rate = rate(training, design);
        int batch = (int) training.whole("batch", 1, Integer.MAX_VALUE, 1);
        double momentum = training.nonNegative("momentum", "a number from 0 to below 1", 0);
        Sampling sampling = NetworkSection.constant(training, "sampling", Sampling.values(), Sampling.INDEPENDENT);
        return training.source().build("training", () -> new BatchRule(rate, batch, momentum, sampling));
    }

    static double ridge(Fields training) {
        return training.nonNegative("ridge", "a number >= 0", 0);
    }

    private static Schedule rate(Fields training, DesignMatrix design) {
        if (!training.isObject("learningRate")) {
            return Schedule.constant(training.positive("learningRate"));
        }
        Fields fields = training.object("learningRate").only(NetworkSection.allOf(SCHEDULE_KEYS));
        String kind = fields.choice("schedule", List.copyOf(new TreeSet<>(SCHEDULE_KEYS.keySet())), null);
        fields.only(SCHEDULE_KEYS.get(kind));
        return switch (kind) {
            case "power" -> TrainingSection.power(fields);
            case "piecewise" -> TrainingSection.piecewise(fields);
            default -> threshold(fields, design);
        };
    }

    private static Schedule threshold(Fields fields, DesignMatrix design) {
        return Schedule.constant(fields.positive("fraction") * 2 * design.rows() / design.squaredNorm());
    }
}
