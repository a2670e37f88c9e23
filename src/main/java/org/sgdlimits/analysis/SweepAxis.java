package org.sgdlimits.analysis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One key of a model that a sweep varies.
 *
 * @param key its path, such as {@code run.dimension}
 * @param labels its values as text, in the order of the sweep
 */
public record SweepAxis(String key, List<String> labels) {

    /** The key that scaling laws are mostly fitted over. */
    public static final String DIMENSION = "run.dimension";

    /** The key of a passing upwards, of which search and descent compare two. */
    public static final String LEVEL = "exit.above";

    /** @throws IllegalArgumentException if there is no value or one comes twice */
    public SweepAxis {
        Objects.requireNonNull(key, "key");
        labels = List.copyOf(labels);
        if (labels.isEmpty() || labels.stream().distinct().count() < labels.size()) {
            throw new IllegalArgumentException(
                    "grid." + key + ": expected at least one value and none twice, got " + labels);
        }
    }

    /** The values as numbers; empty if one is not a number. */
    public Optional<double[]> numbers() {
        try {
            return Optional.of(labels.stream().mapToDouble(Double::parseDouble).toArray());
        } catch (NumberFormatException words) {
            return Optional.empty();
        }
    }

    /** The values as increasing numbers, for an axis of a fit or a picture. */
    double[] increasing(String use) {
        double[] numbers = numbers()
                .orElseThrow(() -> new IllegalArgumentException(
                        "grid." + key + ": expected numbers, as " + use + " runs over it, got " + labels));
        for (int i = 1; i < numbers.length; i++) {
            if (!(numbers[i] > numbers[i - 1])) {
                throw new IllegalArgumentException(
                        "grid." + key + ": expected increasing numbers, as " + use + " runs over it, got " + labels);
            }
        }
        return numbers;
    }
}
