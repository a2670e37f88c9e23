package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.sgdlimits.method.Clock;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Schedule;

/**
 * Solves the Volterra equation by its modes, for any schedule γ(t): h_j(u) = ∫₀ᵘ e^{−p_j(u−v)} γ𝓛 dv obeys h_j' = −p_j h_j + γ𝓛, so
 * that a step needs the modes alone and no history.
 *
 * <p>Over a step γ𝓛 is a polynomial of degree 6 in flow time, by collocation; against it the modes are integrated exactly, so fast
 * modes do not limit the step. A step is accepted if between its nodes the equation is met to the tolerance, relatively: the
 * defect |𝓛 − F − 𝒦∗γ𝓛| ≤ ε𝓛 bounds the error by ε(𝓛 + ℛ∗𝓛), ℛ the resolvent kernel; for ∫𝒦γ ≤ κ < 1 that is below
 * ε sup𝓛/(1 − κ). Where ε𝓛 underflows, the smallest normal number takes its place. Steps are halved and doubled; they end at the
 * jumps of γ.
 *
 * <p>Cost: modes × (15 a step + 100 exponentials for each of some ten lengths of step), and a few operations a save time. Order 7
 * (collocation with exact exponentials: Brunner, Collocation Methods for Volterra Equations, ch. 2).
 */
public final class ModeRecursion {

    private static final int S = PolynomialPanel.DEGREE;
    private static final int MOST_HALVINGS = 80;

    private final VolterraEquation equation;
    private final Schedule rate;
    private final double[] times;
    private final double[] flowTimes;
    private final double tolerance;
    private final Clock clock;
    private final Map<Double, ModeTable> tables = new HashMap<>();
    private final double[][] kernels;

    /** F's modes and h_j at the present flow time. */
    private final double[] forced;

    private final double[] history;
    /** The present value of the loss and the risks. */
    private final double[] now;

    /** Loss and risks at the nodes of the step that is tried. */
    private final double[][] proposed;

    private final double[] driver = new double[S + 1];
    private final double[] nodeRates = new double[S + 1];
    private final List<double[]> saved = new ArrayList<>();
    private double u;
    private double worst;
    private long steps;

    private ModeRecursion(VolterraEquation equation, Schedule rate, double[] times, double tolerance) {
        this.equation = equation;
        this.rate = rate;
        this.times = times;
        this.tolerance = tolerance;
        clock = new Clock(1, 1, Optional.of(rate));
        flowTimes = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            flowTimes[i] = rate.integral(times[i]);
        }
        kernels = ModeTable.kernels(equation);
        forced = equation.forcing().clone();
        history = new double[forced.length];
        now = new double[kernels.length];
        proposed = new double[kernels.length][S + 1];
    }

    /**
     * The solution at the given times.
     *
     * @param rate γ(t), t in epochs
     * @param times in epochs, ascending, none negative
     * @param tolerance ε, relative; at least 10⁻¹²
     */
    public static VolterraSolution solve(VolterraEquation equation, Schedule rate, double[] times, double tolerance) {
        if (!(tolerance >= 1e-12 && tolerance < 1)) {
            throw new IllegalArgumentException("run.tolerance: expected a number from 1e-12 to 1, got " + tolerance);
        }
        return new ModeRecursion(equation, rate, times, tolerance).run();
    }

    private VolterraSolution run() {
        start();
        double end = times[times.length - 1];
        List<Double> bounds = new ArrayList<>(List.of(0.0));
        for (double jump : rate.jumps()) {
            if (jump < end) {
                bounds.add(jump);
            }
        }
        bounds.add(end);
        double limit = Outcome.BLOW_UP * (1 + now[0]);
        double h = firstStep();
        double smallest = Math.scalb(h, -MOST_HALVINGS);
        for (int piece = 0; piece + 1 < bounds.size(); piece++) {
            double from = bounds.get(piece);
            double to = bounds.get(piece + 1);
            double last = rate.integral(to);
            while (u < last) {
                boolean ends = u + h * (1 + 1e-9) >= last;
                double length = ends ? last - u : h;
                ModeTable table = ends
                        ? new ModeTable(equation, length)
                        : tables.computeIfAbsent(length, key -> new ModeTable(equation, key));
                double defect = attempt(table, from, to);
                if (!(defect <= tolerance)) {
                    h = dyadic(0.5 * length);
                    if (u + 0.01 * h == u || h < smallest) {
                        return collapsed();
                    }
                    continue;
                }
                accept(table, ends ? last : u + length, defect);
                if (!(Math.abs(now[0]) <= limit)) {
                    return new VolterraSolution(
                            saved.toArray(double[][]::new),
                            worst,
                            steps,
                            EpochClock.diverged(tau(u), SpectralMeasure.LOSS, now[0]));
                }
                // a defect grows with the seventh power of the length; 2⁻⁹ leaves a factor of four
                if (!ends && defect < tolerance * 0x1p-9) {
                    h = 2 * h;
                }
            }
        }
        return new VolterraSolution(saved.toArray(double[][]::new), worst, steps, Outcome.completed());
    }

    private VolterraSolution collapsed() {
        return new VolterraSolution(
                saved.toArray(double[][]::new),
                worst,
                steps,
                new Outcome(
                        Outcome.Kind.STEP_COLLAPSED,
                        "the step of the Volterra equation became too small at epoch " + tau(u)
                                + "; a larger tolerance lets it pass"));
    }

    private void start() {
        now[0] = equation.forcingSum().at(0);
        for (int row = 1; row < now.length; row++) {
            now[row] = equation.risks().get(row - 1).forcing().applyAsDouble(0);
        }
        for (int i = 0; i < times.length && times[i] == 0; i++) {
            saved.add(now.clone());
        }
    }

    /** The time in which the loss of gradient flow would fall by a fixed part, as a power of two. */
    private double firstStep() {
        double slope = 0;
        for (int j = 0; j < forced.length; j++) {
            slope += Math.abs(equation.forcing()[j]) * equation.rates()[j];
        }
        double end = flowTimes[flowTimes.length - 1];
        double scale = slope > 0 ? Math.min(end, equation.forcingSum().at(0) / slope) : end;
        return dyadic(scale);
    }

    private static double dyadic(double length) {
        return Math.scalb(1.0, Math.getExponent(length));
    }

    private double tau(double flowTime) {
        return flowTime == 0 ? 0 : clock.tau(Horizon.flowTime(flowTime));
    }

    /** γ at a point of a step that lies between two jumps. */
    private double rateAt(double flowTime, double from, double to) {
        return rate.rate(Math.max(from, Math.min(tau(flowTime), Math.nextDown(to))));
    }

    /** Solves the equation at the nodes of a step; how well it is met between them, relatively. */
    private double attempt(ModeTable table, double from, double to) {
        for (int i = 0; i <= S; i++) {
            nodeRates[i] = rateAt(u + table.h * PolynomialPanel.node(i), from, to);
        }
        double[][] matrix = new double[S][S];
        double[] right = new double[S];
        driver[0] = nodeRates[0] * now[0];
        for (int i = 0; i < S; i++) {
            right[i] = past(table, 0, i) + table.coupling[0][i][0] * driver[0];
            for (int m = 0; m < S; m++) {
                matrix[i][m] = (i == m ? 1 : 0) - table.coupling[0][i][m + 1] * nodeRates[m + 1];
            }
        }
        double[] loss = new LUDecomposition(MatrixUtils.createRealMatrix(matrix))
                .getSolver()
                .solve(MatrixUtils.createRealVector(right))
                .toArray();
        for (int i = 1; i <= S; i++) {
            driver[i] = nodeRates[i] * loss[i - 1];
        }
        double defect = 0;
        for (int row = 0; row < kernels.length; row++) {
            double[] values = proposed[row];
            values[0] = now[row];
            for (int i = 0; i < S; i++) {
                values[i + 1] = row == 0 ? loss[i] : exact(table, row, i);
            }
            for (int check = 0; check < ModeTable.CHECKS.length; check++) {
                double value = exact(table, row, S + check);
                double found = PolynomialPanel.interpolate(values, table.basisAtChecks[check]);
                defect = worse(defect, value, found);
                if (row == 0) {
                    double drive = value * rateAt(u + table.h * ModeTable.CHECKS[check], from, to);
                    double foundDrive = PolynomialPanel.interpolate(driver, table.basisAtChecks[check]);
                    defect = worse(defect, drive, foundDrive);
                }
            }
        }
        return defect;
    }

    /** The larger of a defect and the relative gap between two values, infinite where that is undefined. */
    private double worse(double defect, double value, double found) {
        double size = Math.max(Math.abs(value), Double.MIN_NORMAL / tolerance);
        double gap = value == found ? 0 : Math.abs(value - found) / size;
        return Double.isNaN(gap) ? Double.POSITIVE_INFINITY : Math.max(defect, gap);
    }

    /** What F and the loss before the step give at a point of it. */
    private double past(ModeTable table, int row, int point) {
        double[] decay = table.decay[point];
        double sum = 0;
        if (row == 0) {
            for (int j = 0; j < decay.length; j++) {
                sum += decay[j] * (forced[j] + kernels[0][j] * history[j]);
            }
            return sum;
        }
        for (int j = 0; j < decay.length; j++) {
            sum += decay[j] * kernels[row][j] * history[j];
        }
        return sum + equation.risks().get(row - 1).forcing().applyAsDouble(u + table.h * ModeTable.point(point));
    }

    /** The right-hand side of the equation at a point, given the driver at the nodes. */
    private double exact(ModeTable table, int row, int point) {
        double sum = past(table, row, point);
        for (int m = 0; m <= S; m++) {
            sum += table.coupling[row][point][m] * driver[m];
        }
        return sum;
    }

    private void accept(ModeTable table, double next, double defect) {
        double[] basis = new double[S + 1];
        while (saved.size() < times.length && flowTimes[saved.size()] <= next) {
            PolynomialPanel.basis((flowTimes[saved.size()] - u) / table.h, basis);
            double[] row = new double[kernels.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = PolynomialPanel.interpolate(proposed[i], basis);
            }
            saved.add(row);
        }
        double[] decay = table.decay[S - 1];
        for (int j = 0; j < forced.length; j++) {
            forced[j] *= decay[j];
            history[j] = decay[j] * history[j] + PolynomialPanel.interpolate(driver, table.gain[j]);
        }
        for (int row = 0; row < kernels.length; row++) {
            now[row] = proposed[row][S];
        }
        u = next;
        worst = Math.max(worst, defect);
        steps++;
    }
}
