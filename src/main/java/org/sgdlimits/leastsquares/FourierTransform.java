package org.sgdlimits.leastsquares;

/**
 * X_k = Σ_m x_m e^{−2πi km/N} in place, N a power of two (Cooley, Tukey 1965, decimation in time); the inverse without its factor
 * 1/N follows by exchanging real and imaginary parts. Cost 5 N log₂ N operations.
 */
final class FourierTransform {

    private final int n;
    private final double[] cosine;
    private final double[] sine;

    FourierTransform(int n) {
        this.n = n;
        cosine = new double[Math.max(1, n / 2)];
        sine = new double[cosine.length];
        for (int k = 0; k < cosine.length; k++) {
            cosine[k] = Math.cos(2 * Math.PI * k / n);
            sine[k] = -Math.sin(2 * Math.PI * k / n);
        }
    }

    void transform(double[] re, double[] im) {
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
        for (int length = 2; length <= n; length <<= 1) {
            int half = length >> 1;
            int stride = n / length;
            for (int from = 0; from < n; from += length) {
                for (int k = 0; k < half; k++) {
                    double c = cosine[k * stride];
                    double s = sine[k * stride];
                    int a = from + k;
                    int b = a + half;
                    double x = re[b] * c - im[b] * s;
                    double y = re[b] * s + im[b] * c;
                    re[b] = re[a] - x;
                    im[b] = im[a] - y;
                    re[a] += x;
                    im[a] += y;
                }
            }
        }
    }

    private static void swap(double[] x, int i, int j) {
        double kept = x[i];
        x[i] = x[j];
        x[j] = kept;
    }
}
