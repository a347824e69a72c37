using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit.Swarm.Services;

/// <summary>The checks that the specs of this package share. They run when a spec is created, before any request.</summary>
internal static partial class SpecChecks
{
    public static readonly IReadOnlyDictionary<string, string> EmptyMap = new Dictionary<string, string>();

    /// <summary>Returns a text without null characters; null for none.</summary>
    public static string? Text(string? value, string description) =>
        value is not null && value.Contains('\0', StringComparison.Ordinal)
            ? throw ArgumentErrors.Create($"{description} contains a null character, which no engine accepts. Remove it.", nameof(value))
            : value;

    /// <summary>Returns a copy of a list of texts.</summary>
    public static IReadOnlyList<string> Texts(IReadOnlyList<string> values, string description) =>
        [.. Items(values, description).Select(value => Text(value, $"One of the {description}")!)];

    /// <summary>Returns a copy of a list.</summary>
    public static IReadOnlyList<T> Items<T>(IReadOnlyList<T> items, string description)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Any(item => item is null)
            ? throw ArgumentErrors.Create($"One of the {description} is null. Leave it out.", nameof(items))
            : [.. items];
    }

    /// <summary>Returns a copy of a dictionary.</summary>
    public static IReadOnlyDictionary<string, string> Map(IReadOnlyDictionary<string, string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            if (name.Length == 0) throw ArgumentErrors.Create($"One of the {description} has an empty name. Leave it out.", nameof(values));
            if (value is null)
                throw ArgumentErrors.Create(
                    $"The value of '{name}' in the {description} is null. Leave it out or use an empty string.", nameof(values));
            Text(name, $"A name in the {description}");
            Text(value, $"The value of '{name}' in the {description}");
        }

        return new Dictionary<string, string>(values);
    }

    /// <summary>Returns a copy of labels.</summary>
    public static IReadOnlyDictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Keys.FirstOrDefault(key => key.StartsWith("containerkit.", StringComparison.Ordinal)) is { } reserved
            ? throw ArgumentErrors.Create(
                $"The label '{reserved}' is reserved for this library. Choose another prefix than 'containerkit.'.", nameof(labels))
            : Map(labels, "labels");
    }

    /// <summary>Returns a copy of environment variables.</summary>
    public static IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> variables)
    {
        var copy = Map(variables, "environment variables");
        return copy.Keys.FirstOrDefault(name => name.Contains('=', StringComparison.Ordinal)) is { } name
            ? throw ArgumentErrors.Create(
                $"'{name}' is not a valid name of an environment variable. It must not contain '='.", nameof(variables))
            : copy;
    }

    /// <summary>Returns a name of a service.</summary>
    /// <exception cref="ArgumentException">No service can have this name.</exception>
    public static string ServiceName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return NamePattern().IsMatch(name) && name.Length <= 63
            ? name
            : throw ArgumentErrors.Create(
                $"'{name}' is not a valid service name. Use at most 63 letters, digits, '-' or '_'; "
                + "the first and the last must be a letter or digit.",
                nameof(name));
    }

    /// <summary>Returns a placement constraint in the format of the engine.</summary>
    /// <exception cref="ArgumentException">The scheduler would find no node for the constraint.</exception>
    public static string Constraint(string constraint)
    {
        Text(constraint, "A placement constraint");
        return ConstraintPattern().IsMatch(constraint)
            ? constraint
            : throw ArgumentErrors.Create(
                $"'{constraint}' is not a placement constraint. Write KEY==VALUE or KEY!=VALUE, where the key is node.id, node.hostname, "
                + "node.ip, node.role, node.platform.os, node.platform.arch, node.labels.NAME or engine.labels.NAME.",
                nameof(constraint));
    }

    /// <summary>Returns a number that is not negative; null for none.</summary>
    public static int? NotNegative(int? value, string description) => value is null or >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{description} must be 0 or more.");

    /// <summary>Returns a number above 0; null for none.</summary>
    public static int? Positive(int? value, string description) => value is null or > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{description} must be 1 or more.");

    /// <summary>Returns a time that is not negative; null for none.</summary>
    public static TimeSpan? NotNegative(TimeSpan? value, string description) => value is null || value >= TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{description} must not be negative.");

    /// <summary>Returns a time limit of a convergence.</summary>
    public static TimeSpan ConvergenceTimeout(TimeSpan value) => value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The time limit of the convergence must be longer than zero.");

    /// <summary>Returns an amount of memory.</summary>
    // The minimum is that of the cluster manager: validateResources in
    // https://github.com/moby/swarmkit/blob/v2.0.0/manager/controlapi/service.go
    public static long? Memory(long? value, string description) => value is null or >= 4 << 20
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{description} must be at least 4 MiB (4 << 20 bytes).");

    /// <summary>Returns a number of CPUs.</summary>
    public static double? Cpus(double? value, string description) => value is null or >= 0.001 and < 100_000
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{description} must be at least 0.001 CPUs.");

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*\z")]
    private static partial Regex NamePattern();

    // The keys that the scheduler knows: NodeMatches in
    // https://github.com/moby/swarmkit/blob/v2.0.0/manager/constraint/constraint.go
    [GeneratedRegex(
        @"^\s*(node\.(id|hostname|ip|role|platform\.(os|arch)|labels\.[a-z0-9\-_.]+)|engine\.labels\.[a-z0-9\-_.]+)\s*(==|!=)"
        + @"\s*[a-z0-9:\-_\s.*()?+\[\]\\^$|/]+\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex ConstraintPattern();
}
