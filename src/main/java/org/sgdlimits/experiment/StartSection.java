package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Start;

/** The section {@code start} of a model file. */
final class StartSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "overlaps", List.of("kind", "M", "Q", "P"),
            "weak", List.of("kind", "M"),
            "random", List.of("kind", "norm"),
            "zero", List.of("kind"),
            "vectors", List.of("kind", "student", "teacher"));

    private StartSection() {}

    static Start read(Fields start, int students, int teachers) {
        start.only(NetworkSection.allOf(KEYS));
        String kind = start.choice("kind", List.of("overlaps", "weak", "random", "zero", "vectors"), "random");
        start.only(KEYS.get(kind));
        return switch (kind) {
            case "overlaps" -> {
                double[][] m = matrix(start, "M", students, teachers);
                double[][] q = matrix(start, "Q", students, students);
                double[][] p = matrix(start, "P", teachers, teachers);
                yield start.source().build("start", () -> Start.overlaps(m, q, p));
            }
            case "weak" -> {
                double[][] scale = scale(start, students, teachers);
                yield start.source().build("start", () -> Start.weak(scale));
            }
            case "random" -> Start.random(start.positive("norm", 1));
            case "zero" -> Start.zero();
            default -> Start.vectors(start.matrixOrFile("student"), start.matrixOrFile("teacher"));
        };
    }

    /** X₀ of a data problem: zero, or of a norm in a random direction, the same one for all replicas. */
    static double[] ofData(Fields start, int columns, long seed) {
        String kind = start.choice("kind", List.of("zero", "random"), "zero");
        start.only(KEYS.get(kind));
        double[] x = new double[columns];
        if (kind.equals("random")) {
            RandomGenerator random = RandomStreams.generator(seed, Purpose.START, 0);
            Arrays.setAll(x, j -> random.nextGaussian());
            double factor = start.positive("norm", 1)
                    / Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
            Arrays.setAll(x, j -> factor * x[j]);
        }
        return x;
    }

    /** Does for a model file's tree what reading its start would: puts numbers in the place of files of them. */
    static void inline(Source source, ObjectNode root) {
        if (root.get("start") instanceof ObjectNode node) {
            Fields start = new Fields(source, "start", node);
            List.of("student", "teacher").stream().filter(start::has).forEach(start::matrixOrFile);
        }
    }

    /** M √d: one number for all entries, or a matrix. */
    private static double[][] scale(Fields start, int students, int teachers) {
        if (start.isList("M")) {
            return matrix(start, "M", students, teachers);
        }
        double[][] scale = new double[students][teachers];
        double value = start.number("M", 1);
        for (double[] row : scale) {
            Arrays.fill(row, value);
        }
        return scale;
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
