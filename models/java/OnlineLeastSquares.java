import java.util.List;
import java.util.random.RandomGenerator;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.Sde;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledLimit;
import org.sgdlimits.model.Start;

/**
 * Third way to state a model, statistics of one's own: online least squares, derived by hand, with the SGD it claims to
 * describe.
 *
 * <p>u ← u + (γ/d) e z with e = u*·z + √Δ ξ − u·z, z ~ N(0, I), ‖u*‖ = 1. Statistics m = u·u* and q = ‖u‖². The residual has
 * variance v = Δ + 1 − 2m + q, so that
 *
 * <pre>
 *   dm/dτ = γ (1 − m),    dq/dτ = 2γ (m − q) + γ² v
 * </pre>
 *
 * and the noise is γ² Cov(e λ*, 2 e λ + γ e²) by Isserlis' theorem.
 */
public record OnlineLeastSquares(double rate, double labelNoise) implements NoisyLimit, SampledLimit {

    @Override
    public List<String> statistics() {
        return List.of("m", "q");
    }

    @Override
    public void drift(double tau, double[] s, double[] out) {
        out[0] = rate * (1 - s[0]);
        out[1] = 2 * rate * (s[0] - s[1]) + rate * rate * residualVariance(s);
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        double v = residualVariance(s);
        double a = 1 - s[0]; // E[e λ*]
        double b = s[0] - s[1]; // E[e λ]
        double scale = rate * rate;
        out[0][0] = scale * (v + a * a);
        out[0][1] = scale * (2 * (v * s[0] + a * b) + 2 * rate * v * a);
        out[1][0] = out[0][1];
        out[1][1] = scale * (4 * (v * s[1] + b * b) + 8 * rate * v * b + 2 * rate * rate * v * v);
    }

    private double residualVariance(double[] s) {
        return labelNoise + 1 - 2 * s[0] + s[1];
    }

    @Override
    public Run start(int dimension, double[] start, RandomGenerator random) {
        return new Sgd(dimension, start, random);
    }

    /** The d-dimensional run: u* is the first axis, and u starts in the plane of the first two. */
    private final class Sgd implements Run {
        private final double[] u;
        private final double[] z;
        private final RandomGenerator random;

        Sgd(int dimension, double[] start, RandomGenerator random) {
            this.random = random;
            z = new double[dimension];
            u = new double[dimension];
            u[0] = start[0];
            u[1] = Math.sqrt(Math.max(0, start[1] - start[0] * start[0]));
        }

        @Override
        public void step(long index) {
            double field = 0;
            for (int i = 0; i < u.length; i++) {
                z[i] = random.nextGaussian();
                field += u[i] * z[i];
            }
            double error = z[0] + Math.sqrt(labelNoise) * random.nextGaussian() - field;
            for (int i = 0; i < u.length; i++) {
                u[i] += rate / u.length * error * z[i];
            }
        }

        @Override
        public void statistics(double[] out) {
            out[0] = u[0];
            out[1] = 0;
            for (double component : u) {
                out[1] += component * component;
            }
        }
    }

    public static Problem<OnlineLeastSquares> problem() {
        return Problem.of(new OnlineLeastSquares(0.5, 0.1))
                .dimension(500)
                .start(Start.state(0, 0.5))
                .until(Horizon.tau(10));
    }

    public static void main(String... arguments) {
        Comparison comparison = Comparison.of(problem(), new Ode(), new Sde(), new RawSgd());
        comparison.verdicts().forEach(verdict -> System.out.println(verdict.sentence()));
    }
}
