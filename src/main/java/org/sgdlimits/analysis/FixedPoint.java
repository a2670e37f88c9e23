package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import org.sgdlimits.law.Dynamics;

/**
 * A zero of the drift, ds/dτ = 0 at τ = 0, and its stability: damped Newton steps s ← s − αJ⁺·drift, α halved until the largest
 * entry of the drift falls. The Jacobian J is one of central differences, and J⁺ gives least-norm solutions, as drifts often have
 * flat directions. Cost: 2·size drifts and a singular value decomposition a step.
 *
 * @param state the fixed point
 * @param residual largest entry of the drift there
 * @param growthRates real parts of the eigenvalues of the Jacobian in the entries that are not frozen, in the clock
 *     τ, largest first; empty if they could not be found
 */
public record FixedPoint(double[] state, double residual, double[] growthRates) {

    private static final int MAX_STEPS = 60;
    private static final int MAX_HALVINGS = 30;
    private static final double RESIDUAL = 1e-11;
    private static final double DIFFERENCE = 1e-6;

    /** Growth rates below this, in units of the largest, are rounding of the differences. */
    private static final double FLAT = 1e-7;

    /** The words for a fixed point's stability. */
    public String stability() {
        if (growthRates.length == 0) {
            return "of unknown stability";
        }
        double scale = 0;
        int unstable = 0;
        int flat = 0;
        for (double rate : growthRates) {
            scale = Math.max(scale, Math.abs(rate));
        }
        for (double rate : growthRates) {
            if (Math.abs(rate) <= FLAT * scale) {
                flat++;
            } else if (rate > 0) {
                unstable++;
            }
        }
        String directions = unstable == 0 ? "stable" : "unstable in " + unstable + " of " + growthRates.length;
        return flat == 0 ? directions : directions + ", neutral in " + flat;
    }

    /**
     * The fixed point that Newton's method reaches from a state; empty if it reaches none with every |drift| at most 1e-11.
     *
     * @param guess where the search begins
     * @param frozen entries that the rule keeps as they are; they are neither moved nor counted among the directions
     */
    public static Optional<FixedPoint> near(Dynamics dynamics, double[] guess, boolean[] frozen) {
        int[] free = IntStream.range(0, guess.length).filter(i -> !frozen[i]).toArray();
        double[] s = guess.clone();
        double[] drift = new double[s.length];
        dynamics.drift(0, s, drift);
        double size = largest(drift, free);
        if (Double.isInfinite(size)) {
            return Optional.empty();
        }
        for (int step = 0; step < MAX_STEPS && size > RESIDUAL; step++) {
            double[] move;
            try {
                move = new SingularValueDecomposition(new Array2DRowRealMatrix(jacobian(dynamics, s, free), false))
                        .getSolver()
                        .solve(new ArrayRealVector(select(drift, free), false))
                        .toArray();
            } catch (MathRuntimeException singular) {
                return Optional.empty();
            }
            double before = size;
            double fraction = 1;
            double[] candidate = s.clone();
            for (int halving = 0; halving < MAX_HALVINGS; halving++, fraction *= 0.5) {
                for (int i = 0; i < free.length; i++) {
                    candidate[free[i]] = s[free[i]] - fraction * move[i];
                }
                dynamics.drift(0, candidate, drift);
                size = largest(drift, free);
                if (size < before) {
                    break;
                }
            }
            if (!(size < before)) {
                return Optional.empty();
            }
            s = candidate;
        }
        return size <= RESIDUAL
                ? Optional.of(new FixedPoint(s, size, growthRates(jacobian(dynamics, s, free))))
                : Optional.empty();
    }

    private static double[] select(double[] values, int[] free) {
        return Arrays.stream(free).mapToDouble(i -> values[i]).toArray();
    }

    private static double largest(double[] drift, int[] free) {
        double largest = 0;
        for (int i : free) {
            largest = Double.isNaN(drift[i]) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(drift[i]));
        }
        return largest;
    }

    private static double[][] jacobian(Dynamics dynamics, double[] s, int[] free) {
        int n = free.length;
        double[][] jacobian = new double[n][n];
        double[] moved = s.clone();
        double[] above = new double[s.length];
        double[] below = new double[s.length];
        for (int j = 0; j < n; j++) {
            moved[free[j]] = s[free[j]] + DIFFERENCE;
            dynamics.drift(0, moved, above);
            moved[free[j]] = s[free[j]] - DIFFERENCE;
            dynamics.drift(0, moved, below);
            moved[free[j]] = s[free[j]];
            for (int i = 0; i < n; i++) {
                jacobian[i][j] = (above[free[i]] - below[free[i]]) / (2 * DIFFERENCE);
            }
        }
        return jacobian;
    }

    private static double[] growthRates(double[][] jacobian) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(jacobian.length, false);
        if (!eigen.decompose(new DMatrixRMaj(jacobian))) {
            return new double[0];
        }
        double[] descending = new double[jacobian.length];
        for (int i = 0; i < descending.length; i++) {
            descending[i] = -eigen.getEigenvalue(i).getReal();
        }
        Arrays.sort(descending);
        for (int i = 0; i < descending.length; i++) {
            descending[i] = -descending[i];
        }
        return descending;
    }
}
