package org.sgdlimits.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.Standardisation;

/**
 * The section {@code model.data} of kind {@code file}: rows of a file, a column or a second file as the target, classes mapped to ±1,
 * a part held out, columns centred and scaled as the training rows say, or rows brought to unit length, in this order. Sparse rows
 * bring their target along and stay sparse.
 */
final class DataFile {

    static final List<String> TARGET_KEYS = List.of("file", "array", "sha256");
    static final List<String> LABEL_KEYS = List.of("positive", "negative");

    private DataFile() {}

    static DataSection.Data read(Fields data, long seed) {
        String origin = "rows of " + Path.of(data.required("file")).getFileName();
        String how = standardisation(data, MatrixFile.isSparse(data.fileOf("file")));
        LabelledData all = labels(data, rows(data, 1));
        if (!data.has("train") && data.has("split")) {
            throw data.error(
                    "split",
                    "expected none without \"train\", the number of rows to train on, got \"" + data.text("split", "")
                            + "\"");
        }
        if (!data.has("train")) {
            return standardised(how, all, Optional.empty(), origin);
        }
        int train = (int) data.whole("train", 1, Integer.MAX_VALUE);
        boolean first =
                data.choice("split", List.of("random", "first"), "random").equals("first");
        LabelledData.Split split =
                first ? all.splitFirst(train) : all.split(train, DataSection.stream(seed, DataSection.SPLIT));
        return standardised(how, split.train(), Optional.of(split.heldOut()), origin);
    }

    /**
     * The rows of a file with their targets, as they are.
     *
     * @param columns that sparse rows have at least
     */
    static LabelledData rows(Fields data, int columns) {
        return MatrixFile.isSparse(data.fileOf("file"))
                ? sparse(data, columns)
                : labelled(data, data.contentsOf("file"));
    }

    private static LabelledData sparse(Fields data, int columns) {
        if (data.has("array")) {
            throw data.error("array", "expected none, as it names a part of an archive .npz. Leave it out");
        }
        if (data.has("target") && !data.isObject("target")) {
            throw data.error(
                    "target", "expected none or {\"file\": …}, as sparse rows begin with their label. Leave it out");
        }
        LabelledData labelled = data.contentsOf("file", file -> MatrixFile.readSparse(file, columns));
        return data.has("target")
                ? new LabelledData(
                        labelled.design(), targetFile(data, labelled.design().rows()))
                : labelled;
    }

    private static double[] targetFile(Fields data, int rows) {
        Fields target = data.object("target").only(TARGET_KEYS);
        double[][] targets = target.contentsOf("file").rows();
        if (targets.length != rows || targets[0].length != 1) {
            throw target.error(
                    "file",
                    "expected " + rows + " rows of one number, one a row of the data, got " + targets.length
                            + " rows of " + targets[0].length);
        }
        return Arrays.stream(targets).mapToDouble(row -> row[0]).toArray();
    }

    private static LabelledData labelled(Fields data, MatrixFile.Contents contents) {
        double[][] rows = contents.rows();
        if (data.isObject("target")) {
            return new LabelledData(DenseMatrix.of(rows), targetFile(data, rows.length));
        }
        int columns = rows[0].length;
        int target = targetColumn(data, contents.names(), columns);
        if (columns == 1) {
            throw data.error("file", "expected at least one column beside the target, got the target alone");
        }
        double[] targets = new double[rows.length];
        double[][] others = new double[rows.length][columns - 1];
        for (int i = 0; i < rows.length; i++) {
            targets[i] = rows[i][target];
            System.arraycopy(rows[i], 0, others[i], 0, target);
            System.arraycopy(rows[i], target + 1, others[i], target, columns - 1 - target);
        }
        return new LabelledData(DenseMatrix.of(others), targets);
    }

    /** The place of the target among the columns, from 0. */
    private static int targetColumn(Fields data, List<String> names, int columns) {
        String expected = "expected \"first\", \"last\", a column from 1 to " + columns
                + (names.isEmpty() ? "" : ", the name of one") + " or {\"file\": …}";
        if (!data.has("target")) {
            throw data.error("target", expected + ", but the key is missing");
        }
        if (!data.isText("target")) {
            return (int) data.whole("target", 1, columns) - 1;
        }
        String target = data.required("target");
        return switch (target) {
            case "first" -> 0;
            case "last" -> columns - 1;
            default -> {
                int place = names.indexOf(target);
                if (place < 0) {
                    throw data.error(
                            "target",
                            expected + ", got \"" + target + "\". "
                                    + (names.isEmpty()
                                            ? "The file's first line names no columns"
                                            : Suggestions.hint(target, names)));
                }
                if (names.lastIndexOf(target) != place) {
                    throw data.error(
                            "target",
                            "expected a name that one column has, got \"" + target + "\", which columns " + (place + 1)
                                    + " and " + (names.lastIndexOf(target) + 1) + " have; give the number of one");
                }
                yield place;
            }
        };
    }

    /** Targets of the classes named become ±1; rows of other classes are left out. */
    private static LabelledData labels(Fields data, LabelledData all) {
        if (!data.has("labels")) {
            return all;
        }
        Fields labels = data.object("labels").only(LABEL_KEYS);
        double[] positive = labels.vector("positive");
        double[] negative = labels.vector("negative");
        double[] signs = Arrays.stream(all.target())
                .map(value -> contains(positive, value) ? 1 : contains(negative, value) ? -1 : 0)
                .toArray();
        for (double value : positive) {
            if (contains(negative, value)) {
                throw labels.error("negative", "expected classes that are not positive as well, got " + value);
            }
        }
        requireSome(labels, "positive", positive, signs, 1);
        requireSome(labels, "negative", negative, signs, -1);
        int[] kept = IntStream.range(0, signs.length).filter(i -> signs[i] != 0).toArray();
        return new LabelledData(
                all.design().select(kept),
                Arrays.stream(kept).mapToDouble(i -> signs[i]).toArray());
    }

    private static void requireSome(Fields labels, String key, double[] classes, double[] signs, double sign) {
        if (!contains(signs, sign)) {
            throw labels.error(
                    key, "expected values of the target, got " + Arrays.toString(classes) + ", which no row has");
        }
    }

    private static boolean contains(double[] values, double wanted) {
        return Arrays.stream(values).anyMatch(value -> value == wanted);
    }

    private static String standardisation(Fields data, boolean sparse) {
        String how = data.choice("standardise", List.of("none", "centre", "scale", "rows"), "none");
        if (sparse && (how.equals("centre") || how.equals("scale"))) {
            throw data.error(
                    "standardise",
                    "expected \"none\" or \"rows\" for sparse rows, as centring fills their zeros in, got \"" + how
                            + "\"");
        }
        return how;
    }

    private static DataSection.Data standardised(
            String how, LabelledData train, Optional<LabelledData> heldOut, String origin) {
        UnaryOperator<DesignMatrix> map =
                switch (how) {
                    case "centre" -> Standardisation.centring(train.design())::apply;
                    case "scale" -> Standardisation.scaling(train.design())::apply;
                    case "rows" -> Standardisation::unitRows;
                    default -> UnaryOperator.identity();
                };
        String words =
                switch (how) {
                    case "centre" -> ", centred";
                    case "scale" -> ", centred and scaled";
                    case "rows" -> ", each of unit length";
                    default -> "";
                };
        UnaryOperator<LabelledData> mapped = part -> new LabelledData(map.apply(part.design()), part.target());
        return DataSection.Data.of(mapped.apply(train), heldOut.map(mapped), origin + words);
    }
}
