using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Asks the engine for its features, each at most once per process. The answers come from the engine's information or
/// from a request that needs the feature, never from the engine's name. The requests do not use the library, so that a
/// fault of the library cannot skip a test.
/// </summary>
internal static class EngineFeatures
{
    private static readonly ConcurrentDictionary<EngineFeature, Lazy<Task<string?>>> _answers = [];

    /// <summary>Skips the running test if no engine responds, or if it lacks a feature that the test requires.</summary>
    public static async Task RequireForTestAsync()
    {
        await EngineAvailability.RequireAsync();
        if (TestContext.Current.TestMethod is not IXunitTestMethod { Method: var method }) return;
        foreach (var member in (MemberInfo?[])[method.ReflectedType, method])
        {
            foreach (var feature in member?.GetCustomAttribute<RequiresAttribute>()?.Features ?? []) await RequireAsync(feature);
        }
    }

    /// <summary>Skips the running test if the engine lacks the feature.</summary>
    public static async Task RequireAsync(EngineFeature feature)
    {
        await EngineAvailability.RequireAsync();
        if (await FindObstacleAsync(feature) is { } obstacle) Assert.Skip($"The engine lacks {feature}: {obstacle}.");
    }

    /// <summary>Returns true if the engine has the feature.</summary>
    public static async Task<bool> HasAsync(EngineFeature feature) => await FindObstacleAsync(feature) is null;

    private static Task<string?> FindObstacleAsync(EngineFeature feature) =>
        _answers.GetOrAdd(feature, key => new Lazy<Task<string?>>(() => EngineFeatureProbes.FindObstacleAsync(key))).Value;
}
