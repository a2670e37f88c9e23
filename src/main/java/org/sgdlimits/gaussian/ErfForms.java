package org.sgdlimits.gaussian;

/**
 * g = erf(x/√2) at every field: I₂, I₃, I₄ of Saad & Solla, Phys. Rev. E 52, 4225 (1995).
 *
 * <p>g'(x) = √(2/π) e^{−x²/2}, so each slope factor only tilts the Gaussian law: with S the fields under slopes,
 * E[Π_S g' · f] = (2/π)^{|S|/2} det(I + C_SS)^{−1/2} Ẽ[f], where Ẽ has covariance C̃ = C − C_·S (I + C_SS)^{−1} C_S·.
 * What is left is E[x_a g(x_i)] = √(2/π) C_ai/√(1 + C_ii) and E[g g] = (2/π) atan(C_il/√D) with
 * D = (1 + C_ii)(1 + C_ll) − C_il² ≥ 1: the arcsine of I₂ and I₄ in a form whose argument needs no clamping. As
 * I + C_SS ≥ I, nothing here divides by a small number, whatever the rank of Ω and whichever indices coincide.
 * Errors are a few ulps of 1 + Ω_ii.
 */
public final class ErfForms implements FieldForms {

    private static final double TWO_OVER_PI = 2 / Math.PI;

    @Override
    public double product(double[][] omega, int i, int l) {
        return erfErf(omega[i][i], omega[l][l], omega[i][l]);
    }

    @Override
    public double slopeProduct(double[][] omega, int j, int l) {
        return TWO_OVER_PI / Math.sqrt(determinant(omega[j][j], omega[l][l], omega[j][l]));
    }

    @Override
    public double slopeFieldProduct(double[][] omega, int j, int a, int i) {
        double tilt = 1 + omega[j][j];
        double variance = omega[i][i] - omega[j][i] * omega[j][i] / tilt;
        double covariance = omega[a][i] - omega[j][a] * omega[j][i] / tilt;
        return TWO_OVER_PI * covariance / Math.sqrt(tilt * (1 + Math.max(variance, 0)));
    }

    @Override
    public double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m) {
        double determinant = determinant(omega[j][j], omega[l][l], omega[j][l]);
        double ii = tilted(omega, j, l, i, i, determinant);
        double mm = tilted(omega, j, l, m, m, determinant);
        double im = tilted(omega, j, l, i, m, determinant);
        return TWO_OVER_PI / Math.sqrt(determinant) * erfErf(Math.max(ii, 0), Math.max(mm, 0), im);
    }

    @Override
    public boolean hasFourFieldForm() {
        return true;
    }

    @Override
    public String describe() {
        return "erf, closed forms of Saad and Solla";
    }

    /** C̃_im = C_im − (C_ij, C_il) (I + C_SS)^{−1} (C_jm, C_lm)ᵀ, S = {j, l}. */
    private static double tilted(double[][] c, int j, int l, int i, int m, double determinant) {
        double first = (1 + c[l][l]) * c[j][m] - c[j][l] * c[l][m];
        double second = (1 + c[j][j]) * c[l][m] - c[j][l] * c[j][m];
        return c[i][m] - (c[i][j] * first + c[i][l] * second) / determinant;
    }

    private static double erfErf(double ii, double ll, double il) {
        return TWO_OVER_PI * Math.atan(il / Math.sqrt(determinant(ii, ll, il)));
    }

    /** det(I + C) of two fields, at least 1 up to rounding; summed so that the singular part does not cancel. */
    private static double determinant(double ii, double ll, double il) {
        return 1 + ii + ll + Math.max(ii * ll - il * il, 0);
    }
}
