package org.sgdlimits.model;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;

/** f = ρ(r − r* − √Δ ξ) with ρ(x) = ½x² for |x| ≤ δ and δ|x| − ½δ² beyond. */
record Huber(double threshold, double labelNoise) implements GradientObjective {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double size = Math.abs(residual(fields, noise));
        return size <= threshold ? 0.5 * size * size : threshold * (size - 0.5 * threshold);
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        studentGradient[0] = Math.max(-threshold, Math.min(threshold, residual(fields, noise)));
    }

    private double residual(double[] fields, double noise) {
        return fields[0] - fields[1] - Math.sqrt(labelNoise) * noise;
    }

    /**
     * E[ρ(√Δ ξ)], the risk at r = r*, below which no student gets, as ρ is convex and even:
     * ½Δ(erf(a/√2) − 2aφ(a)) + 2δ√Δ φ(a) − ½δ² erfc(a/√2) with a = δ/√Δ and φ the normal density.
     */
    double riskFloor() {
        if (labelNoise == 0) {
            return 0;
        }
        double spread = Math.sqrt(labelNoise);
        double a = threshold / spread;
        double density = Math.exp(-0.5 * a * a) / Math.sqrt(2 * Math.PI);
        return 0.5 * labelNoise * (Erf.value(a * Math.sqrt(0.5)) - 2 * a * density)
                + 2 * threshold * spread * density
                - 0.5 * threshold * threshold * Erfc.value(a * Math.sqrt(0.5));
    }
}
