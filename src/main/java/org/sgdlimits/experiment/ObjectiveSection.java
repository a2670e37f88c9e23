package org.sgdlimits.experiment;

import java.util.List;
import java.util.Map;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Objectives;
import org.sgdlimits.model.Objectives.Labels;

/** The section {@code model} of a model file: one of the objectives that come with the software, and the data. */
final class ObjectiveSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "least-squares", List.of("kind", "objective", "width", "labelNoise", "covariance"),
            "logistic", List.of("kind", "objective", "labels", "covariance"),
            "softmax", List.of("kind", "objective", "width", "labels", "covariance"),
            "phase-retrieval", List.of("kind", "objective", "covariance"),
            "huber", List.of("kind", "objective", "threshold", "labelNoise", "covariance"),
            "multi-index", List.of("kind", "objective", "covariance"));

    private static final List<String> NAMES =
            List.of("least-squares", "logistic", "softmax", "phase-retrieval", "huber", "multi-index");

    private ObjectiveSection() {}

    static ObjectiveModel read(Fields model) {
        model.only(NetworkSection.allOf(KEYS));
        String name = model.choice("objective", NAMES, null);
        model.only(KEYS.get(name));
        return model.source()
                .build("model", () -> switch (name) {
                    case "least-squares" -> Objectives.leastSquares(width(model, 1, 1), labelNoise(model));
                    case "logistic" -> Objectives.logistic(labels(model));
                    case "softmax" -> Objectives.softmax(width(model, 2, 3), labels(model));
                    case "phase-retrieval" -> Objectives.phaseRetrieval();
                    case "huber" -> Objectives.huber(model.positive("threshold", 1), labelNoise(model));
                    default -> Objectives.multiIndex();
                })
                .withCovariance(CovarianceSection.read(model.objectOrEmpty("covariance")));
    }

    private static int width(Fields model, int least, int fallback) {
        return (int) model.whole("width", least, Integer.MAX_VALUE, fallback);
    }

    private static double labelNoise(Fields model) {
        return model.nonNegative("labelNoise", "a variance >= 0", 0);
    }

    private static Labels labels(Fields model) {
        return NetworkSection.constant(model, "labels", Labels.values(), Labels.PROBABILITIES);
    }
}
