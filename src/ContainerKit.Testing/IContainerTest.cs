using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>The marker of a test that uses containers: an attribute of the test, its class or its assembly.</summary>
internal interface IContainerTest : IBeforeAfterTestAttribute;
