using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>The actions before and after each test that uses containers.</summary>
internal static class ContainerTestLifecycle
{
    /// <summary>
    /// Skips or fails the test if no engine is available. Resets a fixture that the previous test used and whose reset
    /// after that test did not complete.
    /// </summary>
    public static void BeforeTest(IXunitTest test)
    {
        var capture = TestLogCapture.For(test);
        AsyncRunner.RunSync(() => BeforeTestAsync(test, capture));
        // xUnit reports a test that times out right after it has fired the token, and does not wait until the test ends.
        if (test.Timeout > 0) TestContext.Current.CancellationToken.Register(() => ReportTimeout(test, capture));
    }

    /// <summary>
    /// Reports the containers' logs if the test failed, and resets the fixtures that it shares with the next test.
    /// </summary>
    public static void AfterTest(IXunitTest test)
    {
        // A test can be marked twice, by its own attribute and by one of its class or assembly.
        if (TestLogCapture.For(test) is var capture && capture.TryComplete()) AsyncRunner.RunSync(() => AfterTestAsync(test, capture));
    }

    private static async Task BeforeTestAsync(IXunitTest test, TestLogCapture capture)
    {
        var sequential = await GetSequentialFixturesAsync(test).ConfigureAwait(false);
        IReadOnlyList<DockerFixture> all = [.. sequential, .. await GetConcurrentFixturesAsync(test).ConfigureAwait(false)];
        if (await EngineAvailability.GetSkipReasonAsync(all).ConfigureAwait(false) is { } reason) throw new SkipTestException(reason);
        if (all.Count == 0) await EngineAvailability.ThrowIfRequiredAsync().ConfigureAwait(false);
        await FixtureResets.ResetAllAsync(sequential, fixture => fixture.BeforeTestAsync(capture)).ConfigureAwait(false);
    }

    private static async Task AfterTestAsync(IXunitTest test, TestLogCapture capture)
    {
        var sequential = await GetSequentialFixturesAsync(test).ConfigureAwait(false);
        try
        {
            if (TestContext.Current.TestState is { Result: TestResult.Failed })
                await ReportLogsAsync(test, capture, sequential).ConfigureAwait(false);
            // A cancellation of the run that comes later must not report the logs of a test that has passed.
            else capture.TryReport();
        }
        finally
        {
            // Without the test's token, which has fired if the test timed out: the next test needs a clean fixture also
            // then.
            await FixtureResets.ResetAllAsync(sequential, fixture => fixture.AfterTestAsync(capture)).ConfigureAwait(false);
        }
    }

    private static void ReportTimeout(IXunitTest test, TestLogCapture capture) => AsyncRunner.RunSync(async () =>
        await ReportLogsAsync(test, capture, await GetSequentialFixturesAsync(test).ConfigureAwait(false)).ConfigureAwait(false));

    private static async Task ReportLogsAsync(IXunitTest test, TestLogCapture capture, IReadOnlyList<DockerFixture> sequential)
    {
        if (!capture.TryReport()) return;
        IReadOnlyList<DockerFixture> all = [.. sequential, .. await GetConcurrentFixturesAsync(test).ConfigureAwait(false)];
        foreach (var log in await capture.ReadLogsAsync(all).ConfigureAwait(false)) Report(log);
    }

    private static void Report(ContainerLog log)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(log.ToString());
        if (log.Lines.Count == 0) return;
        var name = log.FileName;
        for (var i = 2; TestContext.Current.Attachments?.ContainsKey(name) == true; i++) name = $"{i}-{log.FileName}";
        TestContext.Current.AddAttachment(name, log.Text);
    }

    /// <summary>Returns the fixtures of the test's class and collection. Their tests run one after the other.</summary>
    private static Task<IReadOnlyList<DockerFixture>> GetSequentialFixturesAsync(IXunitTest test)
    {
        var collection = test.TestCase.TestCollection;
        return GetFixturesAsync(
            [.. test.TestCase.TestClass.ClassFixtureTypes, .. collection.ClassFixtureTypes, .. collection.CollectionFixtureTypes]);
    }

    /// <summary>Returns the fixtures of the assembly. Several tests use them at the same time.</summary>
    private static Task<IReadOnlyList<DockerFixture>> GetConcurrentFixturesAsync(IXunitTest test) =>
        GetFixturesAsync(test.TestCase.TestCollection.TestAssembly.AssemblyFixtureTypes);

    private static async Task<IReadOnlyList<DockerFixture>> GetFixturesAsync(IEnumerable<Type> types)
    {
        var fixtures = new List<DockerFixture>();
        foreach (var type in types.Distinct())
        {
            if (!typeof(DockerFixture).IsAssignableFrom(type)) continue;
            if (await TestContext.Current.GetFixture(type).ConfigureAwait(false) is DockerFixture fixture) fixtures.Add(fixture);
        }

        return fixtures;
    }
}
