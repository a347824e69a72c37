using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs the tests of the class that is named, as a runner would: the framework that the assembly names, found by its attribute.
var assembly = Reflector.Wrap(Assembly.GetExecutingAssembly());
var names = assembly.GetCustomAttributes(typeof(TestFrameworkAttribute)).SingleOrDefault()?.GetConstructorArguments().Cast<string>().ToArray();
using var sink = new Teller();
var type = names is null || args is [_, "plain"] ? typeof(XunitTestFramework) : Assembly.Load(names[1]).GetType(names[0], throwOnError: true)!;
using var framework = (ITestFramework)Activator.CreateInstance(type, (IMessageSink)sink)!;
using var discoverer = framework.GetDiscoverer(assembly);
using var found = new Finder();
discoverer.Find("ContainerKit.Testing.DemoV2." + args[0], includeSourceInformation: false, found, new Options());
found.Finished.WaitOne();
using var executor = framework.GetExecutor(Assembly.GetExecutingAssembly().GetName());
executor.RunTests(found.Cases, sink, new Options());
sink.Finished.WaitOne();

internal sealed class Finder : LongLivedMarshalByRefObject, IMessageSink, IDisposable
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

/// <summary>Says what happened, a paragraph per message.</summary>
internal sealed class Teller : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    public ManualResetEvent Finished { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed:
                Say($"PASSED {passed.Test.DisplayName} [{passed.Output}]");
                break;
            case ITestSkipped skipped:
                Say($"SKIPPED {skipped.Test.DisplayName}: {skipped.Reason}");
                break;
            case ITestFailed failed:
                Say($"FAILED {failed.Test.DisplayName}: {string.Join(" / ", failed.Messages)} [{failed.Output}]");
                break;
            case ITestCleanupFailure trouble:
                Say($"CLEANUP {trouble.Test.DisplayName}: {string.Join(" / ", trouble.Messages)}");
                break;
            case IErrorMessage error:
                Say($"ERROR: {string.Join(" / ", error.Messages)}");
                break;
            case ITestAssemblyFinished:
                Finished.Set();
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();

    private static void Say(string what) => Console.WriteLine(what);
}

/// <summary>What a runner may wish for: nothing.</summary>
internal sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
