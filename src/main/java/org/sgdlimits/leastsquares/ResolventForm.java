package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sgdlimits.leastsquares.VolterraEquation.DrivenRisk;

/**
 * The Volterra equation at constant γ in closed form. Its Laplace transform is 𝓛̂(p) = F̂(p)/(1 − γ𝒦̂(p)), a rational function, so
 *
 * <pre>
 * 𝓛(u) = Σ_i c_i e^{−z_i u} + Σ_e f_e/(1 − γ𝒦̂(−q_e)) e^{−q_e u},    c_i = F̂(−z_i) / (γ Σ_j k_j/(p_j − z_i)²),
 * </pre>
 *
 * where z_i are the roots of the secular equation 1 = γ Σ_j k_j/(p_j − z), see {@link SecularEquation}, and q_e those exponents of F
 * that 𝒦 does not have, such as 0 for a floor. Exponents that both have cancel. The smallest root is the rate at which 𝓛 decays at
 * last, negative where γ is above the threshold. u is flow time. Cost some 10 r² operations for r modes, r exponentials a time.
 */
public final class ResolventForm {

    private static final double DOUBLE_POLE = 1e-10;

    private final VolterraEquation equation;

    /** Rates and weights of the loss, then the weights that the same rates have in what it drives. */
    private final ExponentialSum loss;

    private final double[][] driven;

    private ResolventForm(VolterraEquation equation, ExponentialSum loss, double[][] driven) {
        this.equation = equation;
        this.loss = loss;
        this.driven = driven;
    }

    /**
     * The solution at the rate γ.
     *
     * @throws IllegalArgumentException if γ is not positive, or if a root coincides with an exponent of the forcing, as at the
     *     threshold itself: then the solution is not a sum of exponentials
     */
    public static ResolventForm of(VolterraEquation equation, double rate) {
        SecularEquation secular = SecularEquation.of(equation, rate);
        List<double[]> terms = new ArrayList<>();
        int risks = equation.risks().size();
        for (SecularEquation.Root root : secular.roots()) {
            double forcing = 0;
            double slope = 0;
            double[] term = new double[2 + risks];
            for (int j = 0; j < equation.rates().length; j++) {
                double gap = secular.gap(root, j);
                double k = equation.kernel()[j];
                forcing += equation.forcing()[j] / gap;
                slope += k / (gap * gap);
                for (int i = 0; i < risks; i++) {
                    term[2 + i] += rate * equation.risks().get(i).kernel()[j] / gap;
                }
            }
            term[0] = root.value();
            term[1] = forcing / (rate * slope);
            terms.add(term);
        }
        for (int e = 0; e < equation.rates().length; e++) {
            if (equation.kernel()[e] == 0 && equation.forcing()[e] != 0) {
                terms.add(ownTerm(equation, rate, e));
            }
        }
        double[][] driven = new double[risks][];
        double[] weights = column(terms, 1);
        for (int i = 0; i < risks; i++) {
            double[] factors = column(terms, 2 + i);
            driven[i] = new double[weights.length];
            Arrays.setAll(driven[i], k -> weights[k] * factors[k]);
        }
        return new ResolventForm(equation, new ExponentialSum(column(terms, 0), weights), driven);
    }

    /** The term of an exponent that F has alone. */
    private static double[] ownTerm(VolterraEquation equation, double rate, int own) {
        double q = equation.rates()[own];
        int risks = equation.risks().size();
        double[] term = new double[2 + risks];
        double transform = 0;
        for (int j = 0; j < equation.rates().length; j++) {
            double k = equation.kernel()[j];
            if (k == 0) {
                continue;
            }
            double gap = equation.rates()[j] - q;
            transform += rate * k / gap;
            for (int i = 0; i < risks; i++) {
                term[2 + i] += rate * equation.risks().get(i).kernel()[j] / gap;
            }
        }
        if (Math.abs(1 - transform) < DOUBLE_POLE) {
            throw new IllegalArgumentException("training.learningRate: expected a rate other than " + rate
                    + ", at which the closed form has a double pole; move it by one part in a million");
        }
        term[0] = q;
        term[1] = equation.forcing()[own] / (1 - transform);
        return term;
    }

    private static double[] column(List<double[]> terms, int place) {
        return terms.stream().mapToDouble(term -> term[place]).toArray();
    }

    /** 𝓛 as a sum of exponentials in flow time. */
    public ExponentialSum loss() {
        return loss;
    }

    /**
     * Loss and risks at a flow time: R(u) = F_R(u) + γ Σ_i c_i 𝒦̂_R(−z_i) e^{−z_i u} − Σ_j (f_j k^R_j/k_j) e^{−p_j u}, the last sum
     * because Σ_i c_i/(p_j − z_i) = f_j/(γk_j).
     */
    public double[] at(double u) {
        double[] values = new double[1 + driven.length];
        values[0] = loss.at(u);
        for (int i = 0; i < driven.length; i++) {
            DrivenRisk risk = equation.risks().get(i);
            double[] cancelled = new double[equation.rates().length];
            Arrays.setAll(
                    cancelled,
                    j -> equation.kernel()[j] == 0
                            ? 0
                            : equation.forcing()[j] * risk.kernel()[j] / equation.kernel()[j]);
            values[1 + i] = risk.forcing().applyAsDouble(u)
                    + new ExponentialSum(loss.rates(), driven[i]).at(u)
                    - new ExponentialSum(equation.rates(), cancelled).at(u);
        }
        return values;
    }
}
