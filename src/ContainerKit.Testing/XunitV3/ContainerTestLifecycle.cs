using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>What happens around each test that uses containers.</summary>
internal static class ContainerTestLifecycle
{
    /// <summary>Skips or fails the test where there is no engine; and resets what one before it left, where its own end has not done that.</summary>
    public static void Begin(IXunitTest test) => Now(() => BeginAsync(test, TestLogCapture.Of(test)));

    /// <summary>Tells what the containers wrote, where the test failed; and resets what it shares with the next.</summary>
    public static void End(IXunitTest test)
    {
        // A test may be marked twice, by itself and with its assembly.
        if (TestLogCapture.Of(test) is var record && record.End()) Now(() => EndAsync(test, record));
    }

    private static async Task BeginAsync(IXunitTest test, TestLogCapture record)
    {
        var (inOrder, atOnce) = (await InOrderAsync(test).ConfigureAwait(false), await AtOnceAsync(test).ConfigureAwait(false));
        IReadOnlyList<DockerFixture> all = [.. inOrder, .. atOnce];
        if (await EngineAvailability.ReasonToSkipAsync(all).ConfigureAwait(false) is { } reason) throw new SkipTestException(reason);
        if (all.Count == 0) await EngineAvailability.ThrowIfRequiredAsync().ConfigureAwait(false);
        await FixtureResets.ResetAllAsync(inOrder, fixture => fixture.BeginUseAsync(record)).ConfigureAwait(false);
    }

    private static async Task EndAsync(IXunitTest test, TestLogCapture record)
    {
        var inOrder = await InOrderAsync(test).ConfigureAwait(false);
        try
        {
            if (TestContext.Current.TestState is not { Result: TestResult.Failed }) return;
            foreach (var log in await record.LogsAsync([.. inOrder, .. await AtOnceAsync(test).ConfigureAwait(false)]).ConfigureAwait(false)) Tell(log);
        }
        finally
        {
            // Not by the test's token, which has fired when its time was up: the next test is to find nothing of it all the same.
            await FixtureResets.ResetAllAsync(inOrder, fixture => fixture.EndUseAsync(record)).ConfigureAwait(false);
        }
    }

    private static void Tell(ContainerLog log)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(log.ToString());
        if (log.Lines.Count == 0) return;
        var name = log.FileName;
        for (var i = 2; TestContext.Current.Attachments?.ContainsKey(name) == true; i++) name = $"{i}-{log.FileName}";
        TestContext.Current.AddAttachment(name, log.Text);
    }

    /// <summary>The fixtures of the test's class and collection, which have one test after the other.</summary>
    private static Task<IReadOnlyList<DockerFixture>> InOrderAsync(IXunitTest test)
    {
        var collection = test.TestCase.TestCollection;
        return FixturesAsync([.. test.TestCase.TestClass.ClassFixtureTypes, .. collection.ClassFixtureTypes, .. collection.CollectionFixtureTypes]);
    }

    /// <summary>The fixtures of the assembly, which have many tests at the same time.</summary>
    private static Task<IReadOnlyList<DockerFixture>> AtOnceAsync(IXunitTest test) => FixturesAsync(test.TestCase.TestCollection.TestAssembly.AssemblyFixtureTypes);

    private static async Task<IReadOnlyList<DockerFixture>> FixturesAsync(IEnumerable<Type> types)
    {
        var fixtures = new List<DockerFixture>();
        foreach (var type in types.Distinct())
        {
            if (!typeof(DockerFixture).IsAssignableFrom(type)) continue;
            if (await TestContext.Current.GetFixture(type).ConfigureAwait(false) is DockerFixture fixture) fixtures.Add(fixture);
        }

        return fixtures;
    }

    // xUnit's attributes know no way to be awaited. On a thread of the pool, since a test's own may have a context that it would wait for.
    private static void Now(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();
}
