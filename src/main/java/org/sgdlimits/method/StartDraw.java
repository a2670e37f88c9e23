package org.sgdlimits.method;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.law.ParticleStart;
import org.sgdlimits.law.StartBlocks;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * Draws the Gram matrices Ω_b at the start. A replica's start is the same for every method.
 *
 * <p>A random start is exact in law at any d: the Gram matrix of p + k Gaussian vectors is a Wishart matrix block by block,
 * drawn by Bartlett's decomposition, and each vector is then scaled to its norm.
 */
final class StartDraw {

    private StartDraw() {}

    /** Whether every replica starts alike. */
    static boolean isFixed(Start start) {
        return !(start instanceof Start.Random);
    }

    /** How many replicas a method needs that draws nothing but the start. */
    static int replicas(Problem<?> problem, RunSettings settings) {
        return isFixed(problem.start()) ? 1 : settings.replicas();
    }

    /** Ω_b of a replica, [block][p + k][p + k]. */
    static double[][][] gram(Problem<? extends FieldModel> problem, long seed, long replica) {
        int p = problem.model().students();
        int k = problem.model().teachers();
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        Start start = problem.start();
        if (start instanceof Start.Overlaps overlaps) {
            return new double[][][] {overlaps.gram().omega()};
        }
        if (start instanceof Start.Weak weak) {
            return new double[][][] {weak.gram(problem.dimension()).omega()};
        }
        if (start instanceof Start.Vectors vectors) {
            return VectorGram.blocks(inBlocks(vectors, spectrum), spectrum);
        }
        if (start instanceof Start.Blocks blocks) {
            return blocks.gram();
        }
        UniformRandomProvider random = RandomStreams.of(seed, Purpose.START, replica);
        if (start instanceof Start.Random uniform) {
            return uniform(p, k, uniform.norm(), spectrum, random);
        }
        return studentsAtZero(p, k, spectrum);
    }

    /**
     * The same, block by block and without a matrix for each: a random start is drawn twice over, first for its norms. Time twice
     * that of {@link #gram}.
     */
    static StartBlocks blocks(Problem<? extends FieldModel> problem, long seed, long replica) {
        if (problem.start() instanceof Start.Random uniform) {
            Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
            if (spectrum.blocks() > 1) {
                int p = problem.model().students();
                int n = problem.model().fields();
                return sink -> show(p, n, uniform.norm(), spectrum, seed, replica, sink);
            }
        }
        double[][][] gram = gram(problem, seed, replica);
        return sink -> {
            for (int b = 0; b < gram.length; b++) {
                sink.accept(gram[b], b);
            }
        };
    }

    private static void show(
            int p, int n, double norm, Spectrum spectrum, long seed, long replica, ObjIntConsumer<double[][]> sink) {
        double[][] block = new double[n][n];
        double[] squaredNorm = new double[n];
        Wishart first = wishart(n, seed, replica);
        for (int b = 0; b < spectrum.blocks(); b++) {
            first.standard(spectrum.multiplicity(b), block);
            addDiagonal(block, squaredNorm);
        }
        Wishart second = wishart(n, seed, replica);
        for (int b = 0; b < spectrum.blocks(); b++) {
            second.standard(spectrum.multiplicity(b), block);
            scale(block, p, norm, squaredNorm);
            sink.accept(block, b);
        }
    }

    private static void addDiagonal(double[][] block, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += block[i][i];
        }
    }

    private static void scale(double[][] block, int p, double norm, double[] squaredNorm) {
        for (int i = 0; i < block.length; i++) {
            for (int j = 0; j < block.length; j++) {
                double scale = (i < p ? norm : 1) * (j < p ? norm : 1);
                block[i][j] *= scale / Math.sqrt(squaredNorm[i] * squaredNorm[j]);
            }
        }
    }

    private static double[][][] uniform(int p, int k, double norm, Spectrum spectrum, UniformRandomProvider random) {
        int n = p + k;
        Wishart wishart = new Wishart(n, random, ZigguratSampler.NormalizedGaussian.of(random));
        double[][][] gram = new double[spectrum.blocks()][n][n];
        double[] squaredNorm = new double[n];
        for (int b = 0; b < gram.length; b++) {
            wishart.standard(spectrum.multiplicity(b), gram[b]);
            addDiagonal(gram[b], squaredNorm);
        }
        for (double[][] block : gram) {
            scale(block, p, norm, squaredNorm);
        }
        for (int i = 0; gram.length == 1 && i < n; i++) {
            gram[0][i][i] = i < p ? norm * norm : 1;
        }
        return gram;
    }

    /**
     * The same start without its p² products of students, for one block. A random start is drawn twice over, first for its
     * teachers, so that no more than a row of its factor is kept for a student: k + 1 rows of memory, (p + k)² draws of time.
     */
    static ParticleStart particles(Problem<? extends FieldModel> problem, long seed, long replica) {
        int p = problem.model().students();
        int k = problem.model().teachers();
        if (problem.start() instanceof Start.Random uniform) {
            return uniformParticles(p, k, uniform.norm(), problem.dimension(), seed, replica);
        }
        double[][] gram = gram(problem, seed, replica)[0];
        double[][] overlaps = new double[p][];
        double[] norms = new double[p];
        double[][] teachers = new double[k][];
        for (int j = 0; j < p; j++) {
            overlaps[j] = Arrays.copyOfRange(gram[j], p, p + k);
            norms[j] = gram[j][j];
        }
        for (int r = 0; r < k; r++) {
            teachers[r] = Arrays.copyOfRange(gram[p + r], p, p + k);
        }
        return new ParticleStart(overlaps, norms, teachers);
    }

    private static ParticleStart uniformParticles(int p, int k, double norm, long dimension, long seed, long replica) {
        int n = p + k;
        double[][] directions = new double[k][n];
        double[] row = new double[n];
        Wishart first = wishart(n, seed, replica);
        for (int i = 0; i < n; i++) {
            first.drawRow(i, dimension, i < p ? row : directions[i - p]);
        }
        for (double[] direction : directions) {
            normalise(direction);
        }
        double[][] teachers = new double[k][k];
        for (int r = 0; r < k; r++) {
            for (int t = 0; t < k; t++) {
                teachers[r][t] = r == t ? 1 : VectorGram.dot(directions[r], directions[t], 0, n);
            }
        }
        Wishart second = wishart(n, seed, replica);
        double[][] overlaps = new double[p][k];
        double[] norms = new double[p];
        Arrays.fill(norms, norm * norm);
        for (int j = 0; j < p; j++) {
            second.drawRow(j, dimension, row);
            normalise(row);
            for (int r = 0; r < k; r++) {
                overlaps[j][r] = norm * VectorGram.dot(row, directions[r], 0, n);
            }
        }
        return new ParticleStart(overlaps, norms, teachers);
    }

    private static Wishart wishart(int n, long seed, long replica) {
        UniformRandomProvider random = RandomStreams.of(seed, Purpose.START, replica);
        return new Wishart(n, random, ZigguratSampler.NormalizedGaussian.of(random));
    }

    private static void normalise(double[] vector) {
        double scale = 1 / Math.sqrt(VectorGram.dot(vector, vector, 0, vector.length));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
    }

    /** Orthonormal teachers spread evenly over the spectrum. */
    private static double[][][] studentsAtZero(int p, int k, Spectrum spectrum) {
        double[][][] gram = new double[spectrum.blocks()][p + k][p + k];
        for (int b = 0; b < gram.length; b++) {
            for (int r = 0; r < k; r++) {
                gram[b][p + r][p + r] = (double) spectrum.multiplicity(b) / spectrum.dimension();
            }
        }
        return gram;
    }

    /** Fresh copies of students and teachers, their components in the order of the spectrum's blocks. */
    static double[][] inBlocks(Start.Vectors vectors, Spectrum spectrum) {
        return Stream.concat(Arrays.stream(vectors.student()), Arrays.stream(vectors.teacher()))
                .map(spectrum::inBlocks)
                .toArray(double[][]::new);
    }
}
