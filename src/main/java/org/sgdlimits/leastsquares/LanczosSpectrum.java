package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.sgdlimits.method.Ensemble;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.LanczosProcess;
import org.sgdlimits.model.LanczosProcess.Rule;
import org.sgdlimits.model.SymmetricOperator;

/**
 * The modes of a data problem that is too large or too sparse for eigenvectors, as quadrature rules for its two spectral measures:
 * the start's, by Lanczos' process on AAᵀ from the residual b − AX₀; and the density of eigenvalues, by the same process from random
 * signs z with E zᵀ f(H) z = tr f(H) (Hutchinson 1990), H the smaller of AᵀA and AAᵀ, scaled so that tr AᵀA, which is known, is met.
 *
 * <p>The start's measure has no random error: its rule with a node at 0 lies above the forcing and the rule without below, see
 * {@link #forcingError}; k steps resolve flow times up to about k²/(4 σ_max). The density has one, told by leaving out one probe at a
 * time, {@link #standardErrors}. Risks on rows held out are not followed. Cost: (probes + 1) × steps × twice the stored entries,
 * and steps² (n + probes × min(n, d)) operations; memory 8 × steps × (n + threads × min(n, d)) bytes.
 *
 * @param modes with all probes
 * @param steps of the process for each vector
 * @param leaveOneOut the modes without one of the probes, each in turn
 * @param lower the forcing by the rule that lies below it
 */
public record LanczosSpectrum(
        SpectralMeasure modes, int steps, List<SpectralMeasure> leaveOneOut, ExponentialSum lower) {

    /** Nodes below this part of the largest eigenvalue are the kernel of Aᵀ. */
    private static final double ZERO = 1e-13;

    /**
     * The modes of a problem.
     *
     * @param probes how many random vectors, at least 2
     * @param steps of Lanczos' process for each, at least 2
     * @param threads that share the probes; results do not depend on it
     * @param finished told how many vectors are done of probes + 1
     * @throws IllegalArgumentException if a number is too small, or with a ridge term the start is not zero
     */
    public static LanczosSpectrum of(
            LeastSquaresProblem problem, int probes, int steps, long seed, int threads, IntConsumer finished) {
        if (probes < 2 || steps < 2) {
            throw new IllegalArgumentException(
                    "model.spectrum: expected at least 2 probes and 2 steps, got " + probes + " and " + steps);
        }
        DesignMatrix design = problem.data().design();
        boolean fromZero = Arrays.stream(problem.start()).allMatch(x -> x == 0);
        if (problem.ridge() > 0 && !fromZero) {
            throw new IllegalArgumentException("start: expected zero where a ridge term meets a Lanczos spectrum, got"
                    + " another start; start from zero or set model.spectrum.method to \"exact\"");
        }
        SymmetricOperator rows = (v, out) -> {
            double[] columns = new double[design.columns()];
            design.multiplyTransposed(v, columns);
            design.multiply(columns, out);
        };
        boolean wide = design.columns() > design.rows();
        SymmetricOperator smaller = wide
                ? rows
                : (v, out) -> {
                    double[] images = new double[design.rows()];
                    design.multiply(v, images);
                    design.multiplyTransposed(images, out);
                };
        List<Rule> densities = new ArrayList<>();
        List<LanczosProcess> processes = new ArrayList<>();
        Ensemble.consumeInOrder(
                probes + 1,
                threads,
                vector -> vector == 0
                        ? new LanczosProcess(rows, residual(problem), steps)
                        : new LanczosProcess(smaller, signs(design, seed, vector - 1), steps),
                (vector, process) -> {
                    processes.add(process);
                    finished.accept(vector + 1);
                });
        LanczosProcess start = processes.get(0);
        processes.subList(1, processes.size()).forEach(process -> densities.add(process.gauss()));
        double trace = design.squaredNorm();
        Rule upper = start.radau();
        Rule gauss = start.gauss();
        double[] doubled = Arrays.stream(gauss.nodes()).map(theta -> 2 * theta).toArray();
        double[] halved = Arrays.stream(gauss.weights()).map(w -> 0.5 * w).toArray();
        List<SpectralMeasure> without = new ArrayList<>();
        for (int probe = 0; probe < probes; probe++) {
            List<Rule> rest = new ArrayList<>(densities);
            rest.remove(probe);
            without.add(modes(problem, upper, rest, trace, fromZero));
        }
        return new LanczosSpectrum(
                modes(problem, upper, densities, trace, fromZero),
                steps,
                List.copyOf(without),
                new ExponentialSum(doubled, halved));
    }

    private static double[] signs(DesignMatrix design, long seed, int probe) {
        RandomGenerator random = RandomStreams.generator(seed, Purpose.PROBES, probe);
        double[] signs = new double[Math.min(design.rows(), design.columns())];
        Arrays.setAll(signs, i -> random.nextBoolean() ? 1 : -1);
        return signs;
    }

    private static double[] residual(LeastSquaresProblem problem) {
        double[] residual = new double[problem.data().design().rows()];
        problem.data().design().multiply(problem.start(), residual);
        Arrays.setAll(residual, i -> problem.data().target()[i] - residual[i]);
        return residual;
    }

    /** A node with its count of modes, its coordinate of the start and its δ. */
    private record Node(double eigenvalue, double count, double start, double bias) {}

    private static SpectralMeasure modes(
            LeastSquaresProblem problem, Rule start, List<Rule> densities, double trace, boolean fromZero) {
        double ridge = problem.ridge();
        double cut = ZERO * trace;
        List<Node> nodes = new ArrayList<>();
        double floor = 0;
        for (int k = 0; k < start.nodes().length; k++) {
            double sigma = start.nodes()[k];
            double along = Math.sqrt(start.weights()[k]);
            if (sigma <= cut) {
                floor += start.weights()[k];
            } else {
                double bias = fromZero ? along * ridge / (sigma + ridge) : 0;
                nodes.add(new Node(sigma, 0, (bias - along) / Math.sqrt(sigma), bias));
            }
        }
        double seen = 0;
        for (Rule density : densities) {
            for (int k = 0; k < density.nodes().length; k++) {
                seen += density.nodes()[k] * density.weights()[k];
            }
        }
        for (Rule density : densities) {
            for (int k = 0; k < density.nodes().length; k++) {
                if (density.nodes()[k] > cut) {
                    nodes.add(new Node(density.nodes()[k], trace / seen * density.weights()[k], 0, 0));
                }
            }
        }
        nodes.sort(Comparator.comparingDouble(Node::eigenvalue));
        return new SpectralMeasure(
                problem.data().design().rows(),
                ridge,
                nodes.stream().mapToDouble(Node::eigenvalue).toArray(),
                nodes.stream().mapToDouble(Node::count).toArray(),
                nodes.stream().mapToDouble(Node::start).toArray(),
                nodes.stream().mapToDouble(Node::bias).toArray(),
                floor,
                List.of());
    }

    /** A bound on the error of the forcing at flow time u, without ridge: the gap between the rule above it and the one below. */
    public double forcingError(double u) {
        return Math.abs(VolterraEquation.of(modes).forcingSum().at(u) - lower.at(u));
    }

    /**
     * Standard errors from the probes of what is computed from the modes (jackknife: the deviations of the values without one
     * probe, times √((m−1)/m)). Cost: the quantity's, as many times as there are probes.
     *
     * @param threads that share them; results do not depend on it
     */
    public double[] standardErrors(Function<SpectralMeasure, double[]> quantity, int threads) {
        int m = leaveOneOut.size();
        List<double[]> values = new ArrayList<>();
        Ensemble.consumeInOrder(
                m, threads, probe -> quantity.apply(leaveOneOut.get(probe)), (probe, value) -> values.add(value));
        double[] errors = new double[values.get(0).length];
        for (int i = 0; i < errors.length; i++) {
            int place = i;
            double mean = values.stream().mapToDouble(v -> v[place]).sum() / m;
            double squares = values.stream()
                    .mapToDouble(v -> (v[place] - mean) * (v[place] - mean))
                    .sum();
            errors[i] = Math.sqrt(squares * (m - 1) / m);
        }
        return errors;
    }
}
