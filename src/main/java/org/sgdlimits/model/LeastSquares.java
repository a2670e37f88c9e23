package org.sgdlimits.model;

/** f = ½ Σ_c (r_c − r*_c − ε)² with ε = √Δ ξ, the same in every component; c = 1…width. */
record LeastSquares(int width, double labelNoise) implements GradientObjective {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double epsilon = Math.sqrt(labelNoise) * noise;
        double sum = 0;
        for (int c = 0; c < width; c++) {
            double residual = fields[c] - fields[width + c] - epsilon;
            sum += residual * residual;
        }
        return 0.5 * sum;
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        double epsilon = Math.sqrt(labelNoise) * noise;
        for (int c = 0; c < width; c++) {
            studentGradient[c] = fields[c] - fields[width + c] - epsilon;
        }
    }
}
