package org.sgdlimits.leastsquares;

/**
 * Σ_j w_j e^{−p_j u}.
 *
 * @param rates p_j
 * @param weights w_j
 */
public record ExponentialSum(double[] rates, double[] weights) {

    /** Points after which a power that is carried along is computed afresh. */
    private static final int REFRESH = 256;

    /** The sum at u. */
    public double at(double u) {
        double sum = 0;
        for (int j = 0; j < rates.length; j++) {
            if (weights[j] != 0) {
                sum += weights[j] * Math.exp(-rates[j] * u);
            }
        }
        return sum;
    }

    /** The sum at 0, h, 2h, …; linear cost, because e^{−p(m+1)h} = e^{−ph} e^{−pmh}. */
    double[] onGrid(double h, int points) {
        double[] values = new double[points];
        for (int j = 0; j < rates.length; j++) {
            double factor = Math.exp(-rates[j] * h);
            double power = 0;
            for (int m = 0; m < points && weights[j] != 0; m++) {
                power = m % REFRESH == 0 ? weights[j] * Math.exp(-rates[j] * h * m) : factor * power;
                values[m] += power;
            }
        }
        return values;
    }
}
