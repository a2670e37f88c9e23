package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.analysis.integration.IterativeLegendreGaussIntegrator;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * How long SGD searches for a target of information exponent ℓ ≥ 2 with the rate γ = γ₀ d^{1−δ} and the batch n_b = n₀ d^μ
 * (Arnaboldi, Dandi, Krzakala, Loureiro, Pesce, Stephan 2024; Ben Arous, Gheissari, Jagannath 2021; THEORY §7).
 *
 * <p>Near m ≈ d^{−1/2} a step gains d^{−δ} m^{ℓ−1}, so that weak recovery takes T ~ d^θ steps,
 *
 * <pre>
 *   θ = δ + (ℓ−2)/2   (times log d at ℓ = 2;  θ = δ at ℓ = 1),
 * </pre>
 *
 * unless noise wins: δ + μ ≥ ℓ/2 is needed (1 at ℓ = 1, where the overlap is to reach order one against the mean variance of a
 * step). The gradient of the square loss along the student itself makes steps of order one useless: δ ≥ 0. The correlation loss has
 * no such part and the spherical rule removes it: they go down to δ = −(ℓ−2)/2, where T is of order one up to logarithms, and with
 * n_b = d^ℓ to a single giant step, δ ≤ −(ℓ−1)/2; at ℓ = 1, where these lines meet at δ = 0, at once to that step. Immutable.
 *
 * @param informationExponent ℓ
 * @param largeRates whether rates of order one and more are admitted: the correlation loss, or the spherical rule
 */
public record SearchTheory(int informationExponent, boolean largeRates) {

    /** What the theory says of a point (μ, δ). */
    public enum Region {
        /** The target is found in d^θ steps. */
        LEARNING("learning", true),
        /** Noise wins. */
        NOT_LEARNING("not learning", false),
        /** The expansion in the rate is not defined: no prediction. */
        EXPANSION_NOT_DEFINED("expansion not defined", false),
        /** A number of steps of order one up to logarithms. */
        POLYLOG("polylogarithmic", true),
        /** One giant step. */
        ONE_STEP("one step", true);

        private final String words;
        private final boolean found;

        Region(String words, boolean found) {
            this.words = words;
            this.found = found;
        }

        /** In words. */
        public String words() {
            return words;
        }

        /** Whether the target is found. */
        public boolean found() {
            return found;
        }
    }

    /** What changes across a boundary. */
    public enum Across {
        /** Noise wins on one side. */
        NOISE,
        /** The expansion in the rate is defined on one side. */
        EXPANSION,
        /** The number of steps is of order one on one side. */
        POLYLOG,
        /** One step is enough on one side. */
        ONE_STEP
    }

    /**
     * A boundary between regions.
     *
     * @param across what changes across it
     * @param mu abscissae of its ends
     * @param delta ordinates of its ends
     */
    @SuppressWarnings("ArrayRecordComponent") // made here and read by figures
    public record Boundary(Across across, double[] mu, double[] delta) {

        /** The distance of a point from it. */
        double distance(double x, double y) {
            double dx = mu[1] - mu[0];
            double dy = delta[1] - delta[0];
            double along = ((x - mu[0]) * dx + (y - delta[0]) * dy) / (dx * dx + dy * dy);
            double nearest = Math.max(0, Math.min(1, along));
            return Math.hypot(x - mu[0] - nearest * dx, y - delta[0] - nearest * dy);
        }
    }

    /**
     * A point of the plane.
     *
     * @param name in a few words
     */
    public record OptimalPoint(String name, double mu, double delta) {}

    private static final int MAX_EVALUATIONS = 1_000_000;

    /** Sums of exponents that people write miss by so much. */
    private static final double ROUNDING = 1e-9;

    /** Boundaries reach at least so far beyond the optimal points. */
    private static final double REACH = 100;

    /** @throws IllegalArgumentException if ℓ is less than one */
    public SearchTheory {
        if (informationExponent < 1) {
            throw new IllegalArgumentException(
                    "information exponent: expected a whole number >= 1, got " + informationExponent);
        }
    }

    /**
     * The theory of a problem's search: of a network whose students keep norm one, on data without a covariance, until the first
     * teacher direction is found. ℓ is the smallest degree n ≥ 1 of a term of the target at which the student's activation has a
     * Hermite coefficient too: what the student has no part of, it cannot see. Empty where the target's terms are not known.
     */
    public static Optional<SearchTheory> of(Problem<?> problem) {
        if (!(problem.model() instanceof Network network)
                || !problem.rule().kind().keepsUnitNorm()
                || !(network.covariance() instanceof Covariance.Identity)) {
            return Optional.empty();
        }
        boolean largeRates =
                network.loss() == Loss.CORRELATION || problem.rule().kind() == TrainingRule.Kind.SPHERICAL;
        InformationExponent student = InformationExponent.of(network.studentActivation());
        return LeapExponent.of(network.target()).flatMap(target -> target.terms().stream()
                .map(HermiteTerm::totalDegree)
                .filter(student::has)
                .min(Integer::compare)
                .map(exponent -> new SearchTheory(exponent, largeRates)));
    }

    /**
     * Whether student and target are the one Hermite polynomial of degree ℓ, constants aside, of one direction, so that {@link #path}
     * is that of the drift.
     */
    boolean isPure(Problem<?> problem) {
        Network network = (Network) problem.model();
        InformationExponent student = InformationExponent.of(network.studentActivation());
        boolean pureStudent = IntStream.range(1, student.coefficients().length)
                .allMatch(n -> student.has(n) == (n == informationExponent));
        return network.students() == 1
                && network.teachers() == 1
                && pureStudent
                && LeapExponent.of(network.target())
                        .filter(target ->
                                target.terms().stream().allMatch(term -> term.totalDegree() == informationExponent))
                        .isPresent();
    }

    private double excess() {
        return 0.5 * (informationExponent - 2);
    }

    /** The least δ + μ at which the drift holds its own against the noise. */
    public double leastSum() {
        return Math.max(1, 0.5 * informationExponent);
    }

    /** The least δ of the expansion: 0, or −(ℓ−2)/2 with large rates. */
    public double leastDelta() {
        return largeRates && informationExponent > 1 ? 0 - excess() : 0;
    }

    /** What happens at (μ, δ). */
    public Region region(double mu, double delta) {
        if (reaches(delta, leastDelta())) {
            return reaches(delta + mu, leastSum()) ? Region.LEARNING : Region.NOT_LEARNING;
        }
        if (!largeRates) {
            return Region.EXPANSION_NOT_DEFINED;
        }
        if (reaches(mu, informationExponent) && reaches(-delta, 0.5 * (informationExponent - 1))) {
            return Region.ONE_STEP;
        }
        return reaches(mu, leastSum() - leastDelta()) ? Region.POLYLOG : Region.NOT_LEARNING;
    }

    /** A point on a line belongs to the side of more learning. */
    private static boolean reaches(double value, double line) {
        return value >= line - ROUNDING;
    }

    /** θ of the steps to weak recovery at (μ, δ); empty where the target is not found, or nothing is predicted. */
    public OptionalDouble stepsExponent(double mu, double delta) {
        return switch (region(mu, delta)) {
            case LEARNING -> OptionalDouble.of(informationExponent == 1 ? delta : delta + excess());
            case POLYLOG, ONE_STEP -> OptionalDouble.of(0);
            case NOT_LEARNING, EXPANSION_NOT_DEFINED -> OptionalDouble.empty();
        };
    }

    /** Whether the noise vanishes beside the drift as d → ∞, so that the search follows the drift alone. */
    boolean isDriven(double mu, double delta) {
        return region(mu, delta) == Region.LEARNING && delta + mu > leastSum() + ROUNDING;
    }

    /**
     * The length of a search that follows the drift, ∫ dm/(m^{ℓ−1}(1 − m²)) between two overlaps, of a student of norm one whose
     * activation and target are the one Hermite polynomial of degree ℓ: in units of d^δ steps up to a constant.
     */
    public double path(double from, double to) {
        // smooth in log m
        return new IterativeLegendreGaussIntegrator(12, 1e-12, 1e-14)
                .integrate(
                        MAX_EVALUATIONS,
                        logarithm -> {
                            double m = Math.exp(logarithm);
                            return Math.pow(m, 2.0 - informationExponent) / (1 - m * m);
                        },
                        Math.log(from),
                        Math.log(to));
    }

    /** By how much the exponent of the steps exceeds δ. */
    double excessOverRate() {
        return Math.max(0, excess());
    }

    /** α_c(N, ℓ) = 1, log N, N^{ℓ−2} for ℓ = 1, 2, ≥ 3: samples a dimension that the search takes at n_b = 1, up to constants. */
    public double criticalSamples(double dimension) {
        return switch (informationExponent) {
            case 1 -> 1;
            case 2 -> Math.log(dimension);
            default -> Math.pow(dimension, informationExponent - 2);
        };
    }

    /** The lines between the regions. */
    public List<Boundary> boundaries() {
        List<Boundary> lines = new ArrayList<>();
        double least = leastDelta();
        double corner = leastSum() - least;
        lines.add(line(Across.NOISE, corner - REACH, corner, least + REACH, least));
        if (!largeRates) {
            lines.add(line(Across.EXPANSION, -REACH, REACH, 0, 0));
            return lines;
        }
        lines.add(line(Across.NOISE, corner, corner, least - REACH, least));
        if (informationExponent == 1) {
            // one step is enough as soon as it is of order one
            lines.add(line(Across.ONE_STEP, corner, REACH, 0, 0));
            return lines;
        }
        lines.add(line(Across.POLYLOG, corner, REACH, least, least));
        double giant = -0.5 * (informationExponent - 1);
        lines.add(line(Across.ONE_STEP, informationExponent, informationExponent, giant - REACH, giant));
        lines.add(line(Across.ONE_STEP, informationExponent, REACH, giant, giant));
        return lines;
    }

    private static Boundary line(Across across, double mu0, double mu1, double delta0, double delta1) {
        return new Boundary(across, new double[] {mu0, mu1}, new double[] {delta0, delta1});
    }

    /** The batch and rate of the fewest steps at no more samples than batch 1 needs, for each family of rules. */
    public List<OptimalPoint> optimalPoints() {
        List<OptimalPoint> points = new ArrayList<>();
        points.add(new OptimalPoint("optimal for SGD on the square loss", leastSum(), 0));
        if (informationExponent > 1) {
            points.add(new OptimalPoint(
                    "optimal for the correlation loss",
                    informationExponent - 1,
                    informationExponent == 2 ? 0 : -excess()));
        }
        return points;
    }

    /** The distance of (μ, δ) from the nearest line across which it is predicted otherwise whether the target is found. */
    public double distance(double mu, double delta) {
        return boundaries().stream()
                .filter(line -> line.across() == Across.NOISE || line.across() == Across.EXPANSION)
                .mapToDouble(line -> line.distance(mu, delta))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
