
namespace ContainerKit.Testing.Execution;

/// <summary>What is known of the test that is at work. xUnit v2 says nothing of it by itself; <see cref="ContainerTestFramework"/> does.</summary>
internal static class CurrentTest
{
    private static readonly AsyncLocal<ResultRewritingMessageBus?> _tests = new();
    private static volatile bool _isThere;

    /// <summary>xUnit v2 has none.</summary>
    public static CancellationToken Token => CancellationToken.None;

    /// <summary>The record of the running test; null outside of tests, and where the assembly does not use the framework.</summary>
    public static TestLogCapture? Record => _tests.Value?.Current;

    /// <summary>Whether the running test is to be skipped where no engine answers.</summary>
    public static bool MaySkip => Record is not null;

    /// <summary>Why a marked test is skipped, as far as can be said before it runs: the framework says it of each test when its fixtures have started.</summary>
    // An attribute, which asks, knows no way to be awaited.
    public static string? ReasonToSkip() => _isThere ? null : Task.Run(EngineAvailability.ReasonToSkipAsync).GetAwaiter().GetResult();

    /// <summary>The framework runs the tests of this process.</summary>
    public static void Begin() => _isThere = true;

    /// <summary>From here on, in this flow of control, these are the tests at work.</summary>
    public static void Enter(ResultRewritingMessageBus tests) => _tests.Value = tests;
}
