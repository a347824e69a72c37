namespace ContainerKit.Testing.Runs;

/// <summary>What is known of the test that is at work. xUnit v2 says nothing of it by itself; <see cref="ContainerTestFramework"/> does.</summary>
internal static class TestFrame
{
    private static readonly AsyncLocal<TestsInTurn?> _tests = new();

    /// <summary>xUnit v2 has none.</summary>
    public static CancellationToken Token => CancellationToken.None;

    /// <summary>The record of the running test; null outside of tests, and where the assembly does not use the framework.</summary>
    public static TestRecord? Record => _tests.Value?.Current;

    /// <summary>Whether the running test is to be skipped where no engine answers.</summary>
    public static bool MaySkip => Record is not null;

    /// <summary>From here on, in this flow of control, these are the tests at work.</summary>
    public static void Enter(TestsInTurn tests) => _tests.Value = tests;
}
