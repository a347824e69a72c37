using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>The mark of a test that uses containers: by an attribute of its own, or by one of its class's or its assembly's.</summary>
internal interface IContainerTest : IBeforeAfterTestAttribute;
