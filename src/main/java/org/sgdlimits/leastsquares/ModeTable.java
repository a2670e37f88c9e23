package org.sgdlimits.leastsquares;

import org.sgdlimits.leastsquares.VolterraEquation.DrivenRisk;

/**
 * What a step of length h of {@link ModeRecursion} needs and that depends on h alone: the decay of every mode up to the points of
 * the step, and the integrals of the kernels against the basis polynomials. Cost some 100 exponentials a mode.
 */
final class ModeTable {

    private static final int S = PolynomialPanel.DEGREE;

    /** Where a step is checked: between the nodes, in its middle and near its end. */
    static final double[] CHECKS = {
        0.5 * (PolynomialPanel.node(S / 2 - 1) + PolynomialPanel.node(S / 2)),
        0.5 * (PolynomialPanel.node(S - 1) + PolynomialPanel.node(S))
    };

    /** The points of a step: the nodes c_1…c_S, then the checks. */
    static final int POINTS = S + CHECKS.length;

    final double h;

    /** e^{−p_j h c}, [point][mode]. */
    final double[][] decay;

    /** h ∫₀^c Σ_j k_j e^{−p_j h(c−x)} ℓ_m(x) dx, [kernel][point][m]. */
    final double[][][] coupling;

    /** h ∫₀¹ e^{−p_j h(1−x)} ℓ_m(x) dx, [mode][m]. */
    final double[][] gain;

    /** ℓ_m at the checks. */
    final double[][] basisAtChecks = new double[CHECKS.length][S + 1];

    ModeTable(VolterraEquation equation, double h) {
        this.h = h;
        double[] rates = equation.rates();
        double[][] kernels = kernels(equation);
        decay = new double[POINTS][rates.length];
        coupling = new double[kernels.length][POINTS][S + 1];
        gain = new double[rates.length][S + 1];
        double[] integral = new double[S + 1];
        for (int point = 0; point < POINTS; point++) {
            double c = point(point);
            PolynomialPanel.Integrals integrals = new PolynomialPanel.Integrals(c);
            for (int j = 0; j < rates.length; j++) {
                decay[point][j] = Math.exp(-rates[j] * h * c);
                if (equation.kernel()[j] == 0) {
                    continue;
                }
                integrals.of(rates[j] * h, integral);
                for (int m = 0; m <= S; m++) {
                    double value = h * integral[m];
                    for (int row = 0; row < kernels.length; row++) {
                        coupling[row][point][m] += kernels[row][j] * value;
                    }
                    if (point == S - 1) {
                        gain[j][m] = value;
                    }
                }
            }
        }
        for (int check = 0; check < CHECKS.length; check++) {
            PolynomialPanel.basis(CHECKS[check], basisAtChecks[check]);
        }
    }

    /** The weights of the loss's kernel, then those of the risks. */
    static double[][] kernels(VolterraEquation equation) {
        double[][] kernels = new double[1 + equation.risks().size()][];
        kernels[0] = equation.kernel();
        for (int i = 1; i < kernels.length; i++) {
            DrivenRisk risk = equation.risks().get(i - 1);
            kernels[i] = risk.kernel();
        }
        return kernels;
    }

    /** The place of a point within the step, as a fraction. */
    static double point(int point) {
        return point < S ? PolynomialPanel.node(point + 1) : CHECKS[point - S];
    }
}
