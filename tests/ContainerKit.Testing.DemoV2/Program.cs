using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs the tests of the given class as a test runner does: with the test framework of the assembly's attribute.
var assembly = Reflector.Wrap(Assembly.GetExecutingAssembly());
var names = assembly.GetCustomAttributes(typeof(TestFrameworkAttribute)).SingleOrDefault()?.GetConstructorArguments()
    .Cast<string>().ToArray();
using var sink = new ConsoleReporter();
var type = names is null || args is [_, "plain"] ? typeof(XunitTestFramework)
    : Assembly.Load(names[1]).GetType(names[0], throwOnError: true)!;
using var framework = (ITestFramework)Activator.CreateInstance(type, (IMessageSink)sink)!;
using var discoverer = framework.GetDiscoverer(assembly);
using var discovery = new DiscoverySink();
discoverer.Find("ContainerKit.Testing.DemoV2." + args[0], includeSourceInformation: false, discovery, new EmptyOptions());
discovery.Finished.WaitOne();
using var executor = framework.GetExecutor(Assembly.GetExecutingAssembly().GetName());
executor.RunTests(discovery.Cases, sink, new EmptyOptions());
sink.Finished.WaitOne();

internal sealed class DiscoverySink : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    public List<ITestCase> Cases { get; } = [];

    public ManualResetEvent Finished { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage discovered) Cases.Add(discovered.TestCase);
        if (message is IDiscoveryCompleteMessage) Finished.Set();
        return true;
    }

    public void Dispose() => Finished.Dispose();
}

/// <summary>Writes each message as a paragraph to the console.</summary>
internal sealed class ConsoleReporter : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    public ManualResetEvent Finished { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed:
                Write($"PASSED {passed.Test.DisplayName} [{passed.Output}]");
                break;
            case ITestSkipped skipped:
                Write($"SKIPPED {skipped.Test.DisplayName}: {skipped.Reason}");
                break;
            case ITestFailed failed:
                Write($"FAILED {failed.Test.DisplayName}: {string.Join(" / ", failed.Messages)} [{failed.Output}]");
                break;
            case ITestCleanupFailure failure:
                Write($"CLEANUP {failure.Test.DisplayName}: {string.Join(" / ", failure.Messages)}");
                break;
            case IErrorMessage error:
                Write($"ERROR: {string.Join(" / ", error.Messages)}");
                break;
            case ITestAssemblyFinished:
                Finished.Set();
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();

    private static void Write(string text) => Console.WriteLine(text);
}

/// <summary>The options of a runner that sets none.</summary>
internal sealed class EmptyOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
