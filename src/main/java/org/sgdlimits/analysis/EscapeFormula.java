package org.sgdlimits.analysis;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;

/**
 * Closed formulas for the time at which phase retrieval by p square neurons on the sphere, second layer 1, escapes its
 * start: the first flow time t at which the excess risk is (1 − T) of its start.
 *
 * <p>With μ = d Σ m_j² and τ = 2d Σ_{j&lt;l} Q_jl² the excess risk is (p + 1)/p − (2pμ − τ)/(p²d). From a small start μ
 * grows like e^{gt} ({@link EscapeRate}) and τ is forgotten, which gives
 *
 * <pre>
 *   linearised  log(N/(2pμ₀))/g,  N = T p(p + 1) d + (1 − T)(2pμ₀ − τ₀), at the given start
 *   quenched    its mean over uniform directions: μ₀ ~ χ²(1) for p = 1, by sampling at this d for p &gt; 1
 *   annealed    log{[T(p + 1)d + (p + 1)(1 − T)]/(2p)}/g: μ₀ and τ₀ replaced by their means
 *   diffusive   linearised or quenched with the noise of the linearised SDE: in the denominator μ₀ becomes
 *               Σ_j (√d m_j(0) + (c/g)^{1/2} N_j)², N_j ~ N(0, 1), averaged over the N_j, and N gains
 *               τ(t) = e^{−2rt} τ₀ + p(p − 1) c_Q (1 − e^{−2rt})/(2r) at the exit time t itself
 * </pre>
 *
 * <p>In the last, √d m_j e^{−gt/2} has settled to N(√d m_j(0), c/g) by the exit; from uniform directions μ₀ turns into
 * (1 + c/g)μ₀ in law. The first makes exits from random starts earlier, the second, which wide networks feel, later. All hold for T d large and an exit well above the plateau. Where
 * g ≤ 0, or μ₀ = 0 without noise, the time is +∞; where the logarithm is negative, 0. Sources: the first three, Arnaboldi,
 * Krzakala, Loureiro and Stephan, arXiv:2305.18502; the last, {@link EscapeRate}. Cost: O(1), except for up to 20 000 drawn
 * starts of O(p³) where p &gt; 1.
 */
public final class EscapeFormula {

    private static final int BATCH = 200;
    private static final int MOST_DRAWS = 20_000;
    private static final int MOST_ITERATIONS = 200;
    private static final double OPTIMUM_TOLERANCE = 1e-6;
    private static final double SMALLEST_RATE = 0.1;
    private static final double LARGEST_RATE = 0.9;
    private static final double ITERATION_TOLERANCE = 1e-13;
    private static final double RELATIVE_ERROR = 1e-3;

    private final Problem<Network> problem;
    private final double fall;
    private final EscapeRate rate;

    private EscapeFormula(Problem<Network> problem, double fall) {
        this.problem = problem;
        this.fall = fall;
        rate = new EscapeRate(
                problem.width(),
                problem.rule().batch(),
                problem.model().labelNoise(),
                problem.rule().learningRate().rate(0));
    }

    /**
     * A mean exit time.
     *
     * @param name of the formula
     * @param flowTime t
     * @param standardError of t, from sampling starts; 0 where nothing is sampled
     */
    public record Estimate(String name, double flowTime, double standardError) {}

    /** What the formulas need of a start: μ and τ. */
    private record Sums(double mu, double tau) {}

    /**
     * The formulas of a problem; empty where they do not apply, and {@link #whyNot} says why.
     *
     * @param fallFraction T
     * @throws IllegalArgumentException if T does not lie between 0 and 1
     */
    public static Optional<EscapeFormula> of(Problem<?> problem, double fallFraction) {
        if (!(fallFraction > 0 && fallFraction < 1)) {
            throw new IllegalArgumentException(
                    "exit.fraction: expected a number between 0 and 1, the part of the excess"
                            + " risk that is lost at the exit, got " + fallFraction);
        }
        return whyNot(problem).isEmpty()
                ? Optional.of(new EscapeFormula(EscapeSetting.networkProblem(problem), fallFraction))
                : Optional.empty();
    }

    /** The first thing in which a problem differs from the one solved here; empty where the formulas apply. */
    public static Optional<String> whyNot(Problem<?> problem) {
        return EscapeSetting.whyNot(problem);
    }

    private static double[][] gram(Problem<Network> problem, long seed, int replica) {
        return Starts.gram(problem, seed, replica)[0];
    }

    /** Growth rate, optimal and largest learning rate, plateau. */
    public EscapeRate rate() {
        return rate;
    }

    /**
     * Annealed steps of p = 1 over those of this width, each at its optimal rate; it tends to
     * {@link EscapeRate#limitingGain} as p and log d grow.
     */
    public double gain() {
        return rate.brake(1)
                * annealedLogarithm(1)
                / (rate.brake(problem.width()) * annealedLogarithm(problem.width()));
    }

    /** SGD steps in a flow time: t p d/γ. */
    public double steps(double flowTime) {
        return flowTime * problem.width() * problem.dimension() / rate.learningRate();
    }

    /** The formulas that speak of this problem's start: annealed, quenched and diffusive, or linearised and diffusive. */
    public List<Estimate> estimates(long seed) {
        return linearised()
                .map(linearised -> List.of(linearised, diffusive(seed)))
                .orElseGet(() -> List.of(annealed(), quenched(seed), diffusive(seed)));
    }

    /** From uniform directions, averaged before solving. */
    public Estimate annealed() {
        return exact("annealed", () -> annealedLogarithm(problem.width()));
    }

    private double annealedLogarithm(double p) {
        return Math.log((fall * (p + 1) * problem.dimension() + (p + 1) * (1 - fall)) / (2 * p));
    }

    /** From uniform directions, averaged after solving. */
    public Estimate quenched(long seed) {
        return problem.width() == 1
                ? exact("quenched", this::quenchedLogarithm)
                : sampled("quenched", seed, this::logarithm);
    }

    /** E log(T d/μ₀ + 1 − T), μ₀ ~ χ²(1). */
    private double quenchedLogarithm() {
        return Math.log1p(-fall) + LogMoments.ofOnePlusRatio(fall * problem.dimension() / (1 - fall));
    }

    /** From the problem's own start; empty if that is random. */
    public Optional<Estimate> linearised() {
        return startsAtRandom()
                ? Optional.empty()
                : Optional.of(exact("linearised", () -> logarithm(sums(gram(problem, 0, 0)))));
    }

    /** From the problem's own start, fixed or random, with the noise of the linearised SDE. */
    public Estimate diffusive(long seed) {
        if (!startsAtRandom()) {
            return exact("diffusive", () -> diffusiveLogarithm(sums(gram(problem, 0, 0))));
        }
        return problem.width() == 1
                ? exact("diffusive", () -> quenchedLogarithm() - Math.log1p(rate.diffusion() / rate.growth()))
                : sampled("diffusive", seed, this::diffusiveLogarithm);
    }

    /**
     * The learning rate of the fewest steps by {@link #diffusive}, to 10⁻⁶ by Brent's method; empty where a start has to be
     * sampled, p &gt; 1 from a random start.
     */
    public Optional<Double> optimalRateWithNoise() {
        if (startsAtRandom() && problem.width() > 1) {
            return Optional.empty();
        }
        return Optional.of(new BrentOptimizer(OPTIMUM_TOLERANCE, OPTIMUM_TOLERANCE * rate.largest())
                .optimize(
                        new MaxEval(MOST_ITERATIONS),
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(this::stepsWithNoise),
                        new SearchInterval(SMALLEST_RATE * rate.largest(), LARGEST_RATE * rate.largest()))
                .getPoint());
    }

    private double stepsWithNoise(double learningRate) {
        EscapeFormula other =
                new EscapeFormula(problem.rule(problem.rule().withLearningRate(Schedule.constant(learningRate))), fall);
        return other.steps(other.diffusive(0).flowTime());
    }

    private boolean startsAtRandom() {
        return problem.start() instanceof Start.Random;
    }

    private Sums sums(double[][] gram) {
        int p = problem.width();
        double mu = 0;
        double tau = 0;
        for (int j = 0; j < p; j++) {
            mu += gram[j][p] * gram[j][p];
            for (int l = j + 1; l < p; l++) {
                tau += 2 * gram[j][l] * gram[j][l];
            }
        }
        return new Sums(problem.dimension() * mu, problem.dimension() * tau);
    }

    private double numerator(Sums start) {
        double p = problem.width();
        return fall * p * (p + 1) * problem.dimension() + (1 - fall) * (2 * p * start.mu - start.tau);
    }

    private double logarithm(Sums start) {
        double numerator = numerator(start);
        double denominator = 2 * problem.width() * start.mu;
        return numerator > denominator ? Math.log(numerator / denominator) : 0;
    }

    /** Σ_j (√d m_j + (c/g)^{1/2} N_j)² is c/g times a noncentral χ²(p) of noncentrality μ₀ g/c. */
    private double diffusiveLogarithm(Sums start) {
        double spread = rate.diffusion() / rate.growth();
        double noisy = Math.log(2 * problem.width() * spread)
                + LogMoments.ofNoncentralChiSquare(problem.width(), start.mu / spread);
        double numerator = numerator(start);
        double logarithm = 0;
        // τ moves slowly against e^{gt}, so that iterating contracts
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double before = logarithm;
            logarithm = Math.max(0, Math.log(Math.max(0, numerator + pairs(start, before / rate.growth()))) - noisy);
            if (Math.abs(logarithm - before) <= ITERATION_TOLERANCE) {
                break;
            }
        }
        return logarithm;
    }

    /** τ(t): what the overlaps of the students with each other have become, on average. */
    private double pairs(Sums start, double time) {
        double p = problem.width();
        double decay = 2 * rate.pairDecay() * time;
        // (1 − e^{−x})/x, also where the decay is slow
        double gathered = decay == 0 ? time : time * -Math.expm1(-decay) / decay;
        return Math.exp(-decay) * start.tau + p * (p - 1) * rate.pairDiffusion() * gathered;
    }

    private Estimate exact(String name, DoubleSupplier logarithm) {
        return rate.growth() > 0
                ? new Estimate(name, Math.max(0, logarithm.getAsDouble()) / rate.growth(), 0)
                : never(name);
    }

    private static Estimate never(String name) {
        return new Estimate(name, Double.POSITIVE_INFINITY, 0);
    }

    /** Draws starts in batches until the standard error is small against the mean. */
    private Estimate sampled(String name, long seed, ToDoubleFunction<Sums> logarithm) {
        if (!(rate.growth() > 0)) {
            return never(name);
        }
        Problem<Network> uniform = problem.start(Start.random(1));
        StreamingStatistics values = new StreamingStatistics();
        int draws = 0;
        double error;
        do {
            for (int end = draws + BATCH; draws < end; draws++) {
                values.addValue(logarithm.applyAsDouble(sums(gram(uniform, seed, draws))));
            }
            error = values.getStandardDeviation() / Math.sqrt(draws);
        } while (error > RELATIVE_ERROR * values.getMean() && draws < MOST_DRAWS);
        return new Estimate(name, values.getMean() / rate.growth(), error / rate.growth());
    }
}
