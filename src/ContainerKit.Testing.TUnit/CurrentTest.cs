using System.Collections.Concurrent;
using System.Reflection;
using TUnit.Core;
using TUnit.Core.Exceptions;

namespace ContainerKit.Testing.Execution;

/// <summary>The running test, as reported by TUnit.</summary>
internal static class CurrentTest
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> _nestedSources = new();

    /// <summary>The token that fires when the run is canceled or the test times out.</summary>
    public static CancellationToken Token => TestContext.Current?.Execution.CancellationToken ?? CancellationToken.None;

    /// <summary>The log capture of the running test. Null outside of tests.</summary>
    public static TestLogCapture? LogCapture => TestContext.Current is { } test ? TestLogCapture.FindActive(test) : null;

    /// <summary>
    /// Indicates whether a test is running, and not a hook of a class, the assembly or the session. In these hooks, TUnit
    /// reports the first test that needs them.
    /// </summary>
    public static bool IsRunning => LogCapture is not null;

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => LogCapture is not null;

    /// <summary>Always null: TUnit tells which fixtures a test gets.</summary>
    public static string? Scope => null;

    /// <summary>Describes how a fixture is declared, for the message of one that has not been started.</summary>
    public static string DescribeDeclaration(string fixture) =>
        $"Declare it with [ClassDataSource<{fixture}>(Shared = SharedType.PerClass)], and take it in the constructor of the test class.";

    /// <summary>Creates the exception that skips the test.</summary>
    public static Exception CreateSkipException(string reason) => new SkipTestException(reason);

    /// <summary>
    /// Returns the fixtures that TUnit passes to a test: to its class, its method, the properties of its class, and the
    /// properties of the objects that it gets this way.
    /// </summary>
    public static IReadOnlyList<DockerFixture> GetFixtures(TestContext test)
    {
        var details = test.Metadata.TestDetails;
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var value in details.TestClassArguments.Concat(details.TestMethodArguments)
            .Concat(details.TestClassInjectedPropertyArguments.Values))
        {
            AddWithNested(value, found);
        }

        return [.. found.OfType<DockerFixture>()];
    }

    // TUnit also sets properties of the objects that it creates, such as the database of an application.
    private static void AddWithNested(object? value, HashSet<object> found)
    {
        if (value is null || !found.Add(value)) return;
        var properties = _nestedSources.GetOrAdd(
            value.GetType(),
            type => [.. type.GetProperties().Where(property => property.GetCustomAttributes().Any(it => it is IDataSourceAttribute))]);
        foreach (var property in properties) AddWithNested(property.GetValue(value), found);
    }
}
