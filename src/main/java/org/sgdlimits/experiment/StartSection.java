package org.sgdlimits.experiment;

import java.util.List;
import java.util.Map;
import org.sgdlimits.model.Start;

/** The section {@code start} of a model file. */
final class StartSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "overlaps", List.of("kind", "M", "Q", "P"),
            "random", List.of("kind", "norm"),
            "zero", List.of("kind"),
            "vectors", List.of("kind", "student", "teacher"));

    private StartSection() {}

    static Start read(Fields start, int students, int teachers) {
        start.only(NetworkSection.allOf(KEYS));
        String kind = start.choice("kind", List.of("overlaps", "random", "zero", "vectors"), "random");
        start.only(KEYS.get(kind));
        return switch (kind) {
            case "overlaps" -> {
                double[][] m = matrix(start, "M", students, teachers);
                double[][] q = matrix(start, "Q", students, students);
                double[][] p = matrix(start, "P", teachers, teachers);
                yield start.source().build("start", () -> Start.overlaps(m, q, p));
            }
            case "random" -> Start.random(start.positive("norm", 1));
            case "zero" -> Start.zero();
            default -> Start.vectors(start.matrix("student"), start.matrix("teacher"));
        };
    }

    private static double[][] matrix(Fields start, String key, int rows, int columns) {
        double[][] matrix = start.matrix(key);
        for (double[] row : matrix) {
            if (matrix.length != rows || row.length != columns) {
                throw start.error(
                        key,
                        "expected shape " + rows + " x " + columns + ", from the widths of student and teacher, got "
                                + matrix.length + " x " + row.length);
            }
        }
        return matrix;
    }
}
