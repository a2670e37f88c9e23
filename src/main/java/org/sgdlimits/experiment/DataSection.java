package org.sgdlimits.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.Designs;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Spectrum;

/**
 * The section {@code model.data} of a model file: the rows that are trained on and those held out, from a file or drawn, or random
 * features of such rows.
 *
 * <p>Drawn rows are scaled to tr(AᵀA)/d = O(1): A = n^{−1/2} Z K^{1/2}, or a few entries a row that are as large on average;
 * b = A x* + η with ‖x*‖ = {@code signal} in a random direction and η_i ~ N(0, {@code noise}²/n). Random features are
 * n^{−1/2} σ(Z V) of the rows Z, which labels know nothing of. All that is drawn depends on run.seed alone.
 */
final class DataSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "file", List.of("kind", "file", "array", "sha256", "target", "labels", "train", "split", "standardise"),
            "gaussian", List.of("kind", "n", "d", "signal", "noise", "heldOut"),
            "sample-covariance", List.of("kind", "n", "d", "covariance", "signal", "noise", "heldOut"),
            "sparse", List.of("kind", "n", "d", "entries", "values", "signal", "noise", "heldOut"),
            "random-features", List.of("kind", "of", "count", "activation"));

    private static final List<String> ROWS_KINDS = List.of("file", "gaussian", "sample-covariance", "sparse");

    private static final List<String> KINDS =
            Stream.concat(ROWS_KINDS.stream(), Stream.of("random-features")).toList();

    /** What is drawn from a stream of its own. */
    private static final int ROWS = 0;

    private static final int SIGNAL = 1;
    private static final int NOISE = 2;
    private static final int HELD_OUT = 3;
    private static final int FEATURES = 4;
    static final int SPLIT = 5;

    /** Entries a sparse row has unless others are asked for. */
    private static final int ENTRIES = 20;

    private DataSection() {}

    /**
     * What is trained on.
     *
     * @param heldOut empty where all rows are trained on
     * @param signal x* of drawn rows
     * @param toUnitScale what brings entries of drawn rows to order 1; 1 for the rows of a file
     * @param origin in words, for people
     */
    record Data(
            LabelledData train,
            Optional<LabelledData> heldOut,
            Optional<double[]> signal,
            double toUnitScale,
            String origin) {

        /** Rows as they are. */
        static Data of(LabelledData train, Optional<LabelledData> heldOut, String origin) {
            return new Data(train, heldOut, Optional.empty(), 1, origin);
        }
    }

    static Data read(Fields data, long seed) {
        return readKind(data, KINDS, seed);
    }

    private static Data readKind(Fields data, List<String> kinds, long seed) {
        data.only(NetworkSection.allOf(KEYS));
        String kind = data.choice("kind", kinds, null);
        data.only(KEYS.get(kind));
        return data.source().build(data.path(), () -> switch (kind) {
            case "file" -> DataFile.read(data, seed);
            case "random-features" -> features(data, seed);
            default -> drawn(data, kind, seed);
        });
    }

    static RandomGenerator stream(long seed, int part) {
        return RandomStreams.generator(seed, Purpose.DESIGN, part);
    }

    private static Data drawn(Fields data, String kind, long seed) {
        int n = (int) data.whole("n", 1, Integer.MAX_VALUE);
        int d = (int) data.whole("d", 1, Integer.MAX_VALUE);
        double noise = data.nonNegative("noise", "a number >= 0", 0) / Math.sqrt(n);
        int heldOut = (int) data.whole("heldOut", 0, Integer.MAX_VALUE, 0);
        Drawing drawing = drawing(data, kind, (long) n + heldOut, d);
        double[] signal = signal(d, data.nonNegative("signal", "a number >= 0", 1), stream(seed, SIGNAL));
        RandomGenerator noises = stream(seed, NOISE);
        LabelledData train = labelled(drawing.rows.draw(n, stream(seed, ROWS)), signal, noise, noises);
        Optional<LabelledData> test = heldOut == 0
                ? Optional.empty()
                : Optional.of(labelled(
                        scaled(drawing.rows.draw(heldOut, stream(seed, HELD_OUT)), Math.sqrt((double) heldOut / n)),
                        signal,
                        noise,
                        noises));
        return new Data(train, test, Optional.of(signal), Math.sqrt(n), drawing.origin);
    }

    /** Draws so many rows, E A_ij² = O(1/n). */
    @FunctionalInterface
    private interface Rows {
        DesignMatrix draw(int n, RandomGenerator random);
    }

    /**
     * What draws rows.
     *
     * @param origin in words, for people
     */
    private record Drawing(Rows rows, String origin) {}

    private static Drawing drawing(Fields data, String kind, long rows, int d) {
        if (kind.equals("sparse")) {
            int entries = (int) data.whole("entries", 1, d, Math.min(ENTRIES, d));
            requireMemory(data, "d", MatrixFile.vectorTooLarge(d));
            requireMemory(data, "n", MatrixFile.sparseTooLarge("", rows, rows * entries));
            String kindOfValues = data.choice("values", List.of("gaussian", "signs"), "gaussian");
            ToDoubleFunction<RandomGenerator> values = kindOfValues.equals("gaussian")
                    ? RandomGenerator::nextGaussian
                    : random -> random.nextBoolean() ? 1 : -1;
            return new Drawing(
                    (n, random) -> Designs.sparse(n, d, entries, values, random),
                    "rows with " + entries + " entries, " + kindOfValues);
        }
        requireMemory(data, "n", MatrixFile.tooLarge("", rows, d));
        boolean isotropic = kind.equals("gaussian");
        Covariance covariance = isotropic ? Covariance.identity() : CovarianceSection.read(data.object("covariance"));
        double[] scales = scales(covariance.spectrum(d), d);
        return new Drawing(
                (n, random) -> Designs.sampleCovariance(n, scales, random),
                isotropic ? "Gaussian rows" : "Gaussian rows, covariance " + covariance.describe(d));
    }

    private static void requireMemory(Fields fields, String key, Optional<String> complaint) {
        complaint.ifPresent(text -> {
            throw fields.error(key, text);
        });
    }

    /** The eigenvalues of K, one a column. */
    private static double[] scales(Spectrum spectrum, int d) {
        double[] scales = new double[d];
        int column = 0;
        for (int b = 0; b < spectrum.blocks(); b++) {
            for (long m = 0; m < spectrum.multiplicity(b); m++) {
                scales[column++] = spectrum.eigenvalue(b);
            }
        }
        return scales;
    }

    private static double[] signal(int d, double norm, RandomGenerator random) {
        double[] signal = new double[d];
        double squares = 0;
        for (int j = 0; j < d; j++) {
            signal[j] = random.nextGaussian();
            squares += signal[j] * signal[j];
        }
        for (int j = 0; j < d; j++) {
            signal[j] *= norm / Math.sqrt(squares);
        }
        return signal;
    }

    private static LabelledData labelled(DesignMatrix design, double[] signal, double noise, RandomGenerator noises) {
        return new LabelledData(design, Designs.labels(design, signal, noise, noises));
    }

    private static DesignMatrix scaled(DesignMatrix design, double factor) {
        return design.scaleRows(equal(design.rows(), factor));
    }

    private static double[] equal(int size, double factor) {
        double[] factors = new double[size];
        Arrays.fill(factors, factor);
        return factors;
    }

    /** n^{−1/2} σ(Z V), by the same V for the rows held out. */
    private static Data features(Fields data, long seed) {
        int count = (int) data.whole("count", 1, Integer.MAX_VALUE);
        Activation activation = NetworkSection.activation(data, "activation");
        Data rows = readKind(data.object("of"), ROWS_KINDS, seed);
        int inputs = rows.train.design().columns();
        int n = rows.train.design().rows();
        int heldOut = rows.heldOut.map(test -> test.design().rows()).orElse(0);
        requireMemory(
                data,
                "count",
                MatrixFile.tooLarge("features and weights, together ", (long) n + heldOut + inputs, count));
        DenseMatrix weights =
                Designs.featureWeights(inputs, count, stream(seed, FEATURES)).scaleRows(equal(count, rows.toUnitScale));
        UnaryOperator<LabelledData> map = part ->
                new LabelledData(Designs.features(part.design(), weights, activation, 1 / Math.sqrt(n)), part.target());
        return Data.of(
                map.apply(rows.train),
                rows.heldOut.map(map),
                count + " random features " + activation.name() + "(z V) of " + inputs + " columns: " + rows.origin);
    }
}
