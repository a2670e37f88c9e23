package org.sgdlimits.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.Designs;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.Standardisation;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Spectrum;

/**
 * The section {@code model.data} of a model file: the rows that are trained on and those held out, from a file or drawn, as they are
 * or as random features.
 *
 * <p>Drawn rows are scaled to tr(AᵀA)/d = O(1): A = n^{−1/2} Z K^{1/2}; b = A x* + η with ‖x*‖ = {@code signal} in a random direction
 * and η_i ~ N(0, {@code noise}²/n). Random features are n^{−1/2} σ(Z V) of the rows Z, which labels know nothing of. All
 * that is drawn depends on run.seed alone.
 */
final class DataSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "file",
                    List.of(
                            "kind",
                            "file",
                            "array",
                            "sha256",
                            "target",
                            "labels",
                            "train",
                            "split",
                            "standardise",
                            "features"),
            "gaussian", List.of("kind", "n", "d", "signal", "noise", "heldOut", "features"),
            "sample-covariance", List.of("kind", "n", "d", "covariance", "signal", "noise", "heldOut", "features"));

    static final List<String> FEATURE_KEYS = List.of("count", "activation");

    /** What is drawn from a stream of its own. */
    private static final int ROWS = 0;

    private static final int SIGNAL = 1;
    private static final int NOISE = 2;
    private static final int HELD_OUT = 3;
    private static final int FEATURES = 4;
    static final int SPLIT = 5;

    private DataSection() {}

    /**
     * What is trained on.
     *
     * @param heldOut empty where all rows are trained on
     * @param origin in words, for people
     */
    record Data(LabelledData train, Optional<LabelledData> heldOut, String origin) {}

    static Data read(Fields data, long seed) {
        data.only(NetworkSection.allOf(KEYS));
        String kind = data.choice("kind", List.of("file", "gaussian", "sample-covariance"), null);
        data.only(KEYS.get(kind));
        return data.source().build("model", () -> {
            Data rows = kind.equals("file") ? DataFile.read(data, seed) : drawn(data, kind, seed);
            return data.has("features") ? features(data.object("features"), rows, kind, seed) : rows;
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
        requireMemory(data, "n", (long) n + heldOut, d);
        double[] signal = signal(d, data.nonNegative("signal", "a number >= 0", 1), stream(seed, SIGNAL));
        double[] scales = scales(data, kind, d);
        RandomGenerator noises = stream(seed, NOISE);
        LabelledData train = labelled(Designs.sampleCovariance(n, scales, stream(seed, ROWS)), signal, noise, noises);
        Optional<LabelledData> test = heldOut == 0
                ? Optional.empty()
                : Optional.of(labelled(
                        scaled(
                                Designs.sampleCovariance(heldOut, scales, stream(seed, HELD_OUT)),
                                Math.sqrt((double) heldOut / n)),
                        signal,
                        noise,
                        noises));
        String origin = kind.equals("gaussian")
                ? "Gaussian rows"
                : "Gaussian rows, covariance "
                        + CovarianceSection.read(data.object("covariance")).describe(d);
        return new Data(train, test, origin);
    }

    private static void requireMemory(Fields fields, String key, long rows, long columns) {
        MatrixFile.tooLarge("", rows, columns).ifPresent(complaint -> {
            throw fields.error(key, complaint);
        });
    }

    /** The eigenvalues of K, one a column. */
    private static double[] scales(Fields data, String kind, int d) {
        double[] scales = new double[d];
        Covariance covariance =
                kind.equals("gaussian") ? Covariance.identity() : CovarianceSection.read(data.object("covariance"));
        Spectrum spectrum = covariance.spectrum(d);
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

    private static LabelledData labelled(DenseMatrix design, double[] signal, double noise, RandomGenerator noises) {
        return new LabelledData(design, Designs.labels(design, signal, noise, noises));
    }

    private static DenseMatrix scaled(DesignMatrix design, double factor) {
        double[] factors = new double[design.columns()];
        Arrays.fill(factors, factor);
        return new Standardisation(new double[factors.length], factors).apply(design);
    }

    /** n^{−1/2} σ(Z V), by the same V for the rows held out. */
    private static Data features(Fields features, Data rows, String kind, long seed) {
        features.only(FEATURE_KEYS);
        int count = (int) features.whole("count", 1, Integer.MAX_VALUE);
        Activation activation = NetworkSection.activation(features, "activation");
        DesignMatrix inputs = rows.train.design();
        int n = inputs.rows();
        int heldOut = rows.heldOut.map(test -> test.design().rows()).orElse(0);
        requireMemory(features, "count", (long) n + heldOut, count);
        DenseMatrix weights = Designs.featureWeights(inputs.columns(), count, stream(seed, FEATURES));
        double toUnitScale = kind.equals("file") ? 1 : Math.sqrt(n);
        UnaryOperator<LabelledData> map = part -> new LabelledData(
                Designs.features(scaled(part.design(), toUnitScale), weights, activation, 1 / Math.sqrt(n)),
                part.target());
        return new Data(
                map.apply(rows.train),
                rows.heldOut.map(map),
                count + " random features " + activation.name() + "(z V) of " + inputs.columns() + " columns: "
                        + rows.origin);
    }
}
