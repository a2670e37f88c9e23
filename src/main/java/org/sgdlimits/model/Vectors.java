package org.sgdlimits.model;

/** What vectors as plain arrays lack. Sums run from the first place to the last, so that they are the same bits anywhere. */
public final class Vectors {

    private Vectors() {}

    /** a·b; b has at least as many entries as a. */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** sum ← sum + factor v, in place. */
    public static void addTo(double[] sum, double factor, double[] v) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * v[i];
        }
    }
}
